/** The kit's own words in English: the same keys as in Chinese. */
import type { SameKeys } from '../plugin.ts';
import type zhCN from './zh-CN.ts';

const en: SameKeys<typeof zhCN> = {
  kit: {
    state: {
      waiting: 'Reading',
      empty: 'There is nothing here yet. It will appear here once there is.',
      old: 'The server cannot be reached; this is as of {time}.',
    },
    failure: {
      retry: 'Try again',
      offline: {
        happened: 'The server cannot be reached',
        safe: 'What you have entered is kept.',
        act: 'Please check the network and try again.',
      },
      signedOut: {
        happened: 'Your session has ended',
        safe: 'What was sent is kept.',
        act: 'Please sign in again and go on.',
      },
      notFound: {
        happened: 'This page does not exist, or your account cannot see it',
        safe: 'Everything else works as usual.',
        act: 'If you need it, please ask the administrator.',
      },
      busy: {
        happened: 'Many people are at work and the server is busy',
        safe: 'What you have entered is kept.',
        act: 'Please wait half a minute and try again.',
      },
      refused: {
        happened: 'The server did not accept this request',
        safe: 'Nothing was changed.',
        act: 'Please reload this page; if that does not help, ask the administrator.',
      },
      broken: {
        happened: 'The server had a problem and could not read this part',
        safe: 'What was saved is kept.',
        act: 'Please try again in a while; if that does not help, ask the administrator.',
      },
    },
    write: {
      conflict: {
        happened: 'Somebody else changed this as well',
        safe: 'Both versions are kept; neither was overwritten.',
        act: 'Please look at the new content, then decide which to use.',
      },
      refused: {
        happened: 'This step cannot be taken yet',
        safe: 'What you entered is kept.',
        act: 'Please change what is named above and try again.',
      },
      notFound: {
        happened: 'What you want to change was not found, or your account cannot change it',
        safe: 'Nothing else was changed.',
        act: 'If you need it, please ask the administrator.',
      },
      unsure: {
        happened: 'The server has not answered; it may or may not have received this',
        safe: 'What you entered is kept; sending it again does not double it.',
        act: 'Please check the network and try again.',
      },
    },
    field: { optional: 'optional' },
    summary: {
      title: '{count} things to look at',
      kept: 'What you entered is kept. Choose a line above to go there.',
    },
    date: {
      hint: 'For example 2026-11-24',
      pick: 'Choose from the calendar',
      unread: '“{text}” is not a day we can read. Please write it like 2026-11-24.',
      tooEarly: 'The day must not be before {day}. Please change it.',
      tooLate: 'The day must not be after {day}. Please change it.',
    },
    rebuilt: { tag: 'Reconstructed draft' },
    save: { saved: 'Uploaded', saving: 'Uploading', waiting: 'Kept on this device', attention: 'Needs attention' },
    live: {
      live: 'Live',
      catchingUp: 'Catching up',
      polling: 'Every 15 seconds',
      offline: 'Not connected since {time}',
    },
    confirm: { cancel: 'Not now', busy: 'Working' },
    sheet: { close: 'Close' },
    radar: { table: 'Show the table', axis: 'Item', full: 'Full mark' },
    progress: { of: '{value} of {most}' },
    trace: { points: '{points} points', none: 'There is no calculation yet.' },
    head: { path: 'Where you are', title: '{page} · Cunzhi' },
    slot: {
      fault: 'This part could not be shown; everything else works.',
      retry: 'Try again',
      number: 'Number {number}',
      outline: 'Slot {name}',
    },
    page: {
      fault: 'This page could not be opened',
      safe: 'Every other page works, and what was saved is kept.',
      act: 'Please try again; if that does not help, tell the administrator the number {number}.',
      home: 'Go home',
    },
  },
};

export default en;
