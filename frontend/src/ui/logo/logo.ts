// The logo is the instance's own picture, where it has one; otherwise the product's.

let source = '/favicon.svg'
export const logo = () => source
export const setLogo = (next: string) => {
  source = next
}
