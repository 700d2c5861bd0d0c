/**
 * Looking as somebody else (以他人身份查看): which look this tab has.
 *
 * One law: it belongs to the tab and ends with it. While it lasts every request says so, and the server lets nothing be written.
 */
import { readonly, shallowRef } from 'vue';
import { graphql } from './graphql.ts';

export interface Look {
  readonly id: string;
  readonly endsAt: string;
  readonly person: { readonly id: string; readonly name: string };
}
type LookAnswer = ({ readonly __typename: 'Look' } & Look) | { readonly __typename: 'InputRefusedError' };

const key = 'cz.look';
const current = shallowRef<Look | undefined>(recall());

/** As whom this tab looks now; undefined for as oneself. */
export const look = readonly(current);

/** Takes a look up, or lays it down; the session is asked anew by whoever does. */
export function setLook(next: Look | undefined): void {
  current.value = next;
  try {
    if (next) sessionStorage.setItem(key, JSON.stringify(next));
    else sessionStorage.removeItem(key);
  } catch {
    // A broken storage only means that a reload ends the look.
  }
}

function recall(): Look | undefined {
  try {
    return (JSON.parse(sessionStorage.getItem(key) ?? 'null') as Look | null) ?? undefined;
  } catch {
    return undefined;
  }
}

export const beginLook = graphql<
  { beginLook: LookAnswer },
  { input: { person: string; reason: string; clientWriteId: string } }
>(/* GraphQL */ `
  mutation BeginLook($input: BeginLookInput!) {
    beginLook(input: $input) {
      __typename
      ... on Look {
        id
        endsAt
        person {
          id
          name
        }
      }
      ... on UserError {
        code
        message
      }
      ... on InputRefusedError {
        fields {
          path
          code
          message
        }
      }
    }
  }
`);

export const endLook = graphql<{ endLook: LookAnswer }, { input: { id: string; clientWriteId: string } }>(
  /* GraphQL */ `
    mutation EndLook($input: EndLookInput!) {
      endLook(input: $input) {
        __typename
        ... on Look {
          id
          endsAt
        }
        ... on UserError {
          code
          message
        }
      }
    }
  `,
);
