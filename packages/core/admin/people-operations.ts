/** What the pages of people ask and write. */
import { graphql, type PlaceName, type WriteError } from '@cunzhi/admin';

export interface RoleName {
  readonly key: string;
  readonly name: { readonly zh: string; readonly en: string };
}
export interface PersonGrant {
  readonly id: string;
  readonly role: RoleName | null;
  readonly place: PlaceName | null;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly reason: string;
  readonly version: number;
}
export interface PersonRow {
  readonly __typename: 'Person';
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly version: number;
  readonly isDisabled: boolean;
  readonly hasAccount: boolean;
  readonly place: PlaceName;
  readonly grants: readonly PersonGrant[];
}
export interface PersonRefusal {
  readonly __typename: 'VersionConflictError' | 'InputRefusedError';
  readonly code: string;
  readonly message: string;
  readonly fields?: readonly { readonly path: string; readonly code: string; readonly message: string }[];
}
export interface Slip {
  readonly __typename: 'PersonActivation';
  readonly activationCode: string | null;
  readonly validUntil: string | null;
  readonly person: { readonly id: string; readonly username: string; readonly name: string };
}

const personFields = graphql<PersonRow>(/* GraphQL */ `
  fragment PersonFields on Person {
    __typename
    id
    username
    name
    version
    isDisabled
    hasAccount
    place {
      code
      name
      fullName
      level
    }
    grants {
      id
      role {
        key
        name {
          zh
          en
        }
      }
      place {
        code
        name
        fullName
        level
      }
      validFrom
      validTo
      reason
      version
    }
  }
`);

const refused = graphql<PersonRefusal>(/* GraphQL */ `
  fragment PersonRefusal on UserError {
    __typename
    code
    message
    ... on InputRefusedError {
      fields {
        path
        code
        message
      }
    }
  }
`);

const slipFields = graphql<Slip>(/* GraphQL */ `
  fragment Slip on PersonActivation {
    __typename
    activationCode
    validUntil
    person {
      id
      username
      name
    }
  }
`);

export interface PeopleAnswer {
  readonly people: {
    readonly nodes: readonly PersonRow[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly totalCount: number;
  };
}
export const peopleQuery = graphql<
  PeopleAnswer,
  { search?: string | null; within?: string | null; first: number; after?: string | null }
>(
  /* GraphQL */ `
    query People($search: String, $within: PlaceCode, $first: Int!, $after: String) {
      people(search: $search, within: $within, first: $first, after: $after) {
        nodes {
          ...PersonFields
        }
        pageInfo {
          hasNextPage
          endCursor
        }
        totalCount
      }
    }
  `,
  [personFields],
);

export const personQuery = graphql<{ person: PersonRow | null }, { id: string }>(
  /* GraphQL */ `
    query Person($id: ID!) {
      person(id: $id) {
        ...PersonFields
      }
    }
  `,
  [personFields],
);

export const grantableRolesQuery = graphql<{ grantableRoles: readonly RoleName[] | null }, { place: string }>(
  /* GraphQL */ `
    query GrantableRoles($place: PlaceCode!) {
      grantableRoles(place: $place) {
        key
        name {
          zh
          en
        }
      }
    }
  `,
);

export const addPerson = graphql<
  { addPerson: Slip | PersonRefusal },
  { input: { username: string; name: string; place: string; clientWriteId: string } }
>(
  /* GraphQL */ `
    mutation AddPerson($input: AddPersonInput!) {
      addPerson(input: $input) {
        ...Slip
        ...PersonRefusal
      }
    }
  `,
  [slipFields, refused],
);

export const makeSlip = graphql<
  { makePersonActivation: Slip | PersonRefusal },
  { input: { person: string; clientWriteId: string } }
>(
  /* GraphQL */ `
    mutation MakePersonActivation($input: MakePersonActivationInput!) {
      makePersonActivation(input: $input) {
        ...Slip
        ...PersonRefusal
      }
    }
  `,
  [slipFields, refused],
);

export const changePerson = graphql<
  { changePerson: PersonRow | PersonRefusal },
  { input: { id: string; baseVersion: number; name?: string; isDisabled?: boolean; clientWriteId: string } }
>(
  /* GraphQL */ `
    mutation ChangePerson($input: ChangePersonInput!) {
      changePerson(input: $input) {
        ...PersonFields
        ...PersonRefusal
      }
    }
  `,
  [personFields, refused],
);

export const removeSecondFactor = graphql<
  { removeSecondFactor: { readonly __typename: 'Person'; readonly id: string } | PersonRefusal },
  { input: { person: string; clientWriteId: string } }
>(
  /* GraphQL */ `
    mutation RemoveSecondFactor($input: RemoveSecondFactorInput!) {
      removeSecondFactor(input: $input) {
        __typename
        ... on Person {
          id
        }
        ...PersonRefusal
      }
    }
  `,
  [refused],
);

export const giveGrant = graphql<
  { giveGrant: PersonRow | PersonRefusal },
  {
    input: {
      person: string;
      role: string;
      place: string;
      validFrom?: string | null;
      validTo?: string | null;
      reason: string;
      clientWriteId: string;
    };
  }
>(
  /* GraphQL */ `
    mutation GiveGrant($input: GiveGrantInput!) {
      giveGrant(input: $input) {
        ...PersonFields
        ...PersonRefusal
      }
    }
  `,
  [personFields, refused],
);

export const endGrant = graphql<
  { endGrant: PersonRow | PersonRefusal },
  { input: { id: string; baseVersion: number; clientWriteId: string } }
>(
  /* GraphQL */ `
    mutation EndGrant($input: EndGrantInput!) {
      endGrant(input: $input) {
        ...PersonFields
        ...PersonRefusal
      }
    }
  `,
  [personFields, refused],
);

export const handOverGrants = graphql<
  { handOverGrants: PersonRow | PersonRefusal },
  { input: { from: string; to: string; reason: string; clientWriteId: string } }
>(
  /* GraphQL */ `
    mutation HandOverGrants($input: HandOverGrantsInput!) {
      handOverGrants(input: $input) {
        ...PersonFields
        ...PersonRefusal
      }
    }
  `,
  [personFields, refused],
);

/** The problems of a refused write, by field. */
export function problemOf(failure: WriteError | undefined, path: string): string | undefined {
  const fields = failure?.fields;
  if (!Array.isArray(fields)) return undefined;
  return (fields as { path: string; message: string }[]).find((one) => one.path === path)?.message;
}
