#!/usr/bin/env node
// `npm create cunzhi-plugin wells`: asks for the name unless it is given; a problem is one plain sentence and exit code 1.
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { Refused, scaffold } from '../src/scaffold.mjs';

const USAGE = 'npm create cunzhi-plugin [name] [-- --packages FOLDER]';

async function askName() {
  if (!process.stdin.isTTY) throw new Refused(`Name the plugin: ${USAGE}`);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await terminal.question('插件叫什么（小写英文）· What is the plugin called? ')).trim();
  } finally {
    terminal.close();
  }
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({ options: { packages: { type: 'string' } }, allowPositionals: true });
    if (positionals.length > 1) throw new Error(`One name is enough, ${positionals.length} were given.`);
    return { id: positionals[0], packages: values.packages };
  } catch (error) {
    throw new Refused(`${error.message.split('. ')[0].replace(/\.?$/, '.')} Usage: ${USAGE}`);
  }
}

try {
  const { id, packages } = readArguments();
  const name = id ?? (await askName());
  scaffold({ id: name, folder: process.cwd(), packages });
  console.log(`\n${name}/ is there. Next:\n\n  cd ${name}\n  npm install\n  npm start\n`);
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
