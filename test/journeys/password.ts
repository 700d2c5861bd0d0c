/** The one password of the demonstration that the journeys start. */
export const PASSWORD = 'a password for journeys';
