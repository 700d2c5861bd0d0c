/** The host room: puts plugins together, installs and runs them. */
export { checkPlugins, VERSION, type Checked } from './check.ts';
export * from './host.ts';
export { install, type Installed } from './install.ts';
export { dependantsOf, orderPlugins } from './order.ts';
export { sentence, type Problem } from './problem.ts';
