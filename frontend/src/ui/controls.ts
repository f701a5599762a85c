// Old names of primitives, for the sources that still use them.
export { Button } from './button/Button'
export { Field } from './field/Field'
export { Tabs } from './tabs/Tabs'
