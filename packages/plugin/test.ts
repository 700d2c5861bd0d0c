/** @cunzhi/plugin/test: a real host for the tests of a plugin. It comes with `@cunzhi/server`; only tests import it. */
export * from '@cunzhi/server/test';
