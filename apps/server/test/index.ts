/** The test door of the platform, handed to plugin authors as `@cunzhi/plugin/test`. */
export { Asker, type Answer } from './asker.ts';
export { conformance, type ConformanceOptions } from './conformance/index.ts';
export { createTestHost, type TestHost, type TestHostOptions } from './host.ts';
