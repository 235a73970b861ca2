// Nothing: what workerd itself takes to start.
export default { fetch: () => new Response('ok') }
