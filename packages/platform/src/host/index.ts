/** The host room: puts plugins together, installs and runs them. */
export { checkPlugins, VERSION, type Checked } from './check.ts';
export * from './desk.offline.ts';
export * from './host.ts';
export { install, type Installed } from './install.ts';
export { dependantsOf, orderPlugins } from './order.ts';
export { isPending, planInstall, type InstallPlan, type PluginPlan } from './plan.ts';
export { sentence, type Problem } from './problem.ts';
export { uninstall, type Uninstalled } from './uninstall.ts';
