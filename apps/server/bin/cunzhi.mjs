#!/usr/bin/env node
// Runs the command line from its TypeScript source: no build step, so what runs is what is read.
import { register } from 'tsx/esm/api';

register();
await import('../src/cli.ts');
