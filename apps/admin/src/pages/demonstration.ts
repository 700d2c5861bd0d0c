/** The demonstration accounts: names that the seed creates, in the order from village to city. What each may do is in the texts. */
export const demonstrationAccounts = ['yucun', 'tianhuangping', 'anji', 'huzhou', 'wuxing', 'developer'] as const;
