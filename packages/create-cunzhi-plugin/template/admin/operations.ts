/** What the card and the page ask the server. */
import { graphql } from '@cunzhi/admin';

export const greetingQuery = graphql<{ village: { __camel__Greeting: string | null } | null }, { code: string }>(`
  query Greeting($code: PlaceCode!) {
    village(code: $code) {
      code
      __camel__Greeting
    }
  }
`);

export const aimQuery = graphql<{ __camel__Aim: string }>(`
  query Aim {
    __camel__Aim
  }
`);
