/** The client starts here: choices, texts, session, router, then the first paint. */
import { createKit, language, restoreChoices } from '@cunzhi/admin';
import { createApp } from 'vue';
import App from './App.vue';
import { pluginSources } from './plugins.ts';
import { makeRouter } from './router.ts';
import { createStart } from './start.ts';

async function begin(): Promise<void> {
  restoreChoices();
  const kit = createKit({
    origin: window.location.origin,
    texts: { 'zh-CN': () => import('./messages/zh-CN.ts'), en: () => import('./messages/en.ts') },
    plugins: pluginSources,
  });
  const start = createStart(kit);
  // Asked before anything is drawn: the first answer is what the first page waits for.
  void start.session();
  await kit.texts.use(language.value);
  const router = makeRouter(kit, start);
  createApp(App, { start }).use(kit).use(router).mount('#app');
}

void begin();
