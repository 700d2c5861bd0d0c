/** The shell's words in English: the same keys as in Chinese. */
import type { SameKeys } from '@cunzhi/admin';
import { away, plugins } from './plugins-en.ts';
import type zhCN from './zh-CN.ts';

const en: SameKeys<typeof zhCN> = {
  app: {
    shell: {
      brand: 'Cunzhi',
      skip: 'Skip to content',
      demonstration: 'Demonstration data, all invented',
      menu: 'All menus',
      bar: 'Often used',
      open: 'Menu',
      leave: 'Sign out',
    },
    section: { village: 'My village', work: 'Assessment', cases: 'Mediation and cases', platform: 'Platform' },
    textSize: { legend: 'Text size', standard: 'Standard', large: 'Large', largest: 'Largest' },
    language: { legend: 'Language' },
    signIn: {
      title: 'Sign in',
      product: 'Cunzhi',
      lead: 'Platform for democratic rule-of-law villages',
      username: 'User name',
      password: 'Password',
      show: 'Show the password',
      submit: 'Sign in',
      busy: 'Signing in',
      again: 'Your session has ended. What was saved is kept; sign in again and go on.',
      wrong:
        'User name or password is not right, so you are not signed in. Please check them, or ask the administrator for a new password.',
      tooMany:
        'There were too many attempts, so this account rests for a while. Nothing is wrong with it; please try again in a few minutes.',
      offline:
        'The server cannot be reached, so you are not signed in. What you entered is kept; please check the network and try again.',
      missing: 'Please enter user name and password, then sign in.',
      accounts: 'Demonstration accounts',
      accountsLead: 'Choose one and its user name is filled in. Whoever started the program can tell you the password.',
      factor: 'In the demonstration a password is enough; there is no second factor.',
    },
    account: {
      yucun: { name: 'Yucun', may: 'Village clerk, chair and mediator: self-assessment, handing in, mediation' },
      tianhuangping: { name: 'Tianhuangping', may: 'Township inspector and justice office: scoring and signing' },
      anji: { name: 'Anji County', may: 'County bureau: rounds, progress of the county, review of cases' },
      huzhou: { name: 'Huzhou City', may: 'City bureau: the whole city, publishing cases' },
      wuxing: { name: 'Wuxing District', may: 'District bureau: sees Wuxing only, for comparison' },
      developer: { name: 'Plugin developer', may: 'Interface and state of plugins; no village data' },
    },
    home: {
      nav: 'Home',
      title: 'Home',
      hello: 'Hello, {name}',
      places: 'My places',
      work: 'Often used',
      village: 'Open the village page',
      place: 'Open the page of {name}',
      villages: 'See the villages here',
      empty: 'No work has been given to your account yet. Please ask the administrator; it will appear here.',
    },
    me: {
      nav: 'Me',
      title: 'Me',
      account: 'Account',
      username: 'User name',
      grants: 'What I may do',
      grantEverywhere: 'Whole platform',
      grantUntil: 'until {day}',
      grantOpen: 'since {day}',
      none: 'No work has been given to you yet. Please ask the administrator.',
      look: 'Display',
      leaveLead: 'What was uploaded is kept on the server. On somebody else’s computer, please sign out before you go.',
      version: 'Version {version}',
      absent: 'Some parts could not be opened this time: {names}. Everything else works. Please reload this page.',
    },
    plugins,
    away,
    notFound: {
      title: 'There is no such page',
      sentence:
        'This page does not exist, or your account cannot see it. Everything else works as usual. If you need it, please ask the administrator.',
      home: 'Go home',
    },
  },
};

export default en;
