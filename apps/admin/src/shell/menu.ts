/** The menu: the plugins' lines in the sections of the shell, as far as this person may see them. */
import { useKit, type IconKey, type NavItem, type NavSection } from '@cunzhi/admin';
import { computed, type ComputedRef } from 'vue';
import { pluginPermissions } from '../plugins-page/permissions.ts';

export interface MenuLine extends Pick<NavItem, 'to' | 'label'> {
  readonly icon: IconKey;
}
export interface MenuSection {
  readonly section: NavSection;
  readonly lines: readonly MenuLine[];
}

const sections: readonly NavSection[] = ['home', 'village', 'work', 'cases', 'platform'];
const iconOf: Record<NavSection, IconKey> = {
  home: 'village',
  village: 'form',
  work: 'check',
  cases: 'chat',
  platform: 'gear',
};
const home: MenuLine = { to: '/', label: 'app.home.nav', icon: 'home' };
const me: MenuLine = { to: '/me', label: 'app.me.nav', icon: 'person' };
/** The shell's own line among those of the plugins: it is there however many of them are away. */
const plugins: NavItem = {
  to: '/plugins',
  label: 'app.plugins.nav',
  section: 'platform',
  order: 90,
  can: pluginPermissions,
  icon: 'gear',
};

const lineOf = (item: NavItem): MenuLine => ({
  to: item.to,
  label: item.label,
  icon: item.icon ?? iconOf[item.section],
});

/** The sections of the menu, and the few lines that fit into the bar of a phone. */
export function useMenu(): {
  readonly sections: ComputedRef<readonly MenuSection[]>;
  readonly bar: ComputedRef<readonly MenuLine[]>;
  readonly work: ComputedRef<readonly MenuLine[]>;
} {
  const kit = useKit();
  const nav = computed(() => (kit.session.can(pluginPermissions) ? [...kit.nav.value, plugins] : kit.nav.value));
  const all = computed(() =>
    sections
      .map((section) => ({ section, lines: nav.value.filter((item) => item.section === section).map(lineOf) }))
      .map((one) => (one.section === 'home' ? { ...one, lines: [home, ...one.lines] } : one))
      .filter((one) => one.lines.length > 0),
  );
  const work = computed(() =>
    (['village', 'work', 'cases', 'home', 'platform'] as const).flatMap((section) =>
      nav.value.filter((item) => item.section === section).map(lineOf),
    ),
  );
  return { sections: all, work, bar: computed(() => [home, ...work.value.slice(0, 2), me]) };
}
