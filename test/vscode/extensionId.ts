/** Publisher and name: how VS Code knows the extension. */
export const extensionId = 'plan-review.plan-review';
