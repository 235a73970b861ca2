// Before the first paint: the theme that was chosen here, and whether somebody is known (ask.ts). A classic script of its own, since nothing inline is allowed.
const chosen = localStorage.getItem('theme')
if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset['theme'] = chosen
if (document.cookie.includes('__Host-doitong_signed_in=1')) document.documentElement.dataset['person'] = ''
// What works by a script alone is shown from now on.
document.documentElement.dataset['script'] = ''
