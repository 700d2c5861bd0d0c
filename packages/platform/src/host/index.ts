/** The host room: puts plugins together, installs and runs them. */
export * from './host.ts';
export * from './install.ts';
export * from './order.ts';
