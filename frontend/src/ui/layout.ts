// Old names of primitives, for the sources that still use them.
export { Facts } from './facts/Facts'
export { Actions, Line, Stack } from './layout/Layout'
export { Notice, Waiting } from './notice/Notice'
export { Page } from './page/Page'
export { personClass } from './person/Person'
