// Comfort only: every page works without this file.
(() => {
  'use strict';

  // The server accepts a form once (see the __once field); this spares people the second answer.
  document.addEventListener('submit', (event) => {
    const form = event.target;
    const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
    if (question && !window.confirm(question)) {
      event.preventDefault();
      return;
    }
    // data-again: a form that answers with a file leaves the page standing and may be sent again.
    if (form.method !== 'post' || 'again' in form.dataset) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = 'yes';
    event.submitter?.setAttribute('aria-disabled', 'true');
  });

  // The key of a form belongs to the page as it was opened: whoever comes back to it, or loads it again, sends the same one
  // and is answered with the receipt of the first time. The history remembers the keys; nobody else can read them there.
  const keys = [...document.querySelectorAll('input[name="__once"]')];
  const placeOf = (key) => `${keys.filter((each) => each.form.action === key.form.action).indexOf(key)} ${key.form.action}`;
  const isSeenAgain = /^(back_forward|reload)$/.test(performance.getEntriesByType('navigation')[0]?.type);
  const before = isSeenAgain ? history.state?.once ?? {} : {};
  for (const key of keys) key.value = before[placeOf(key)] ?? key.value;
  if (keys.length > 0) {
    const once = Object.fromEntries(keys.map((key) => [placeOf(key), key.value]));
    history.replaceState({ ...history.state, once: { ...before, ...once } }, '');
  }

  // Back in the browser shows the page as it was left, with its form marked as sent.
  window.addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
    for (const button of document.querySelectorAll('button[aria-disabled]')) button.removeAttribute('aria-disabled');
  });

  // What a long form still lacks, while it is being written; without this the page says it each time it is saved.
  for (const form of document.querySelectorAll('form[data-missing]')) {
    const [list, said] = ['missing', 'missing-said'].map((id) => document.getElementById(id));
    let [waiting, asking] = [];
    const ask = async () => {
      asking?.abort();
      asking = new AbortController();
      try {
        const answer = await fetch(form.dataset.missing, { method: 'POST', body: new FormData(form), redirect: 'error', signal: asking.signal });
        if (!answer.ok) throw new Error(answer.status);
        list.innerHTML = await answer.text();
        said.textContent = list.querySelector('h2')?.textContent ?? '';
        // Some fields are asked for in some cases only; one that is filled in stays.
        for (const field of form.querySelectorAll('[data-asked]')) {
          field.hidden = !list.querySelector(field.dataset.asked) && !field.querySelector('textarea, input:checked')?.value;
        }
      } catch (error) {
        // Overtaken by the next question, or offline, or logged out: then the list may no longer be true.
        if (error.name === 'AbortError') return;
        list.replaceChildren(document.getElementById('mm-missing-old').content.cloneNode(true));
        said.textContent = list.querySelector('h2')?.textContent ?? '';
        document.dispatchEvent(new Event('mm-unanswered'));
      }
    };
    form.addEventListener('input', () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, 400);
    });
  }

  // Some fields must be filled in when another one says so: their label says which it is now.
  for (const field of document.querySelectorAll('[data-asked-when]')) {
    const [name, values] = field.dataset.askedWhen.split('=');
    const control = field.querySelector('input, textarea, select');
    const isChosen = (each) => each.name.startsWith(name) && values.split('|').includes(each.value) && (each.checked || each.tagName === 'SELECT');
    const say = () => {
      const isAsked = [...control.form.elements].some(isChosen);
      field.querySelector('[data-optional]').hidden = isAsked;
      if (isAsked) control.setAttribute('aria-required', 'true');
      else control.removeAttribute('aria-required');
    };
    control.form.addEventListener('input', say);
    say();
  }

  // Questions that are all answered alike: a digit answers one and goes on to the next.
  for (const questions of document.querySelectorAll('[data-one-key]')) {
    questions.addEventListener('keydown', (event) => {
      const asked = event.target.closest('fieldset');
      if (!asked || event.ctrlKey || event.altKey || event.metaKey || !/^[1-9]$/.test(event.key)) return;
      const answer = asked.querySelectorAll('input[type=radio]')[Number(event.key) - 1];
      if (!answer) return;
      event.preventDefault();
      answer.checked = true;
      answer.dispatchEvent(new Event('input', { bubbles: true }));
      const all = [...questions.querySelectorAll('fieldset')];
      const next = all[all.indexOf(asked) + 1] ?? asked;
      (next.querySelector('input:checked') ?? next.querySelector('input')).focus();
    });
  }

  // On a phone the filters of a list wait behind one button, which says how many are chosen.
  for (const form of document.querySelectorAll('form.mm-filter[role=search]')) {
    const fold = form.querySelector('.mm-fold');
    const fields = [...form.elements].filter((each) => each.name && each.type !== 'hidden');
    if (fields.length < 2) continue;
    const isChosen = (each) => each.type === 'checkbox' || each.type === 'radio' ? each.checked && each.value : each.tagName === 'SELECT' ? each.selectedIndex > 0 : each.value;
    const chosen = fields.filter(isChosen).length;
    if (chosen > 0) fold.append(` (${chosen})`);
    const show = (isShown) => {
      form.classList.toggle('mm-unfolded', isShown);
      fold.setAttribute('aria-expanded', isShown);
    };
    form.classList.add('mm-folds');
    show(form.querySelector('.form-error') !== null);
    fold.addEventListener('click', () => show(!form.classList.contains('mm-unfolded')));
  }

  for (const button of document.querySelectorAll('[data-print]')) {
    button.hidden = false;
    button.addEventListener('click', () => window.print());
  }

  // To the content without an address of its own: it would go along to the next pages.
  document.querySelector('.skipnav')?.addEventListener('click', (event) => {
    const content = document.getElementById('main-content');
    event.preventDefault();
    content.focus();
    content.scrollIntoView();
  });

  const menu = document.querySelector('.mm-menu');
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu?.open) return;
    menu.open = false;
    menu.querySelector('summary').focus();
  });

  document.querySelector('.mm-errors')?.focus();
})();
