const told = (node, value) => ({ ...node.dataset, ...(value === undefined ? {} : { value }) });
element.addEventListener('click', (event) => {
  const node = event.target.closest('button[data-act]');
  if (node) trigger('click', told(node));
});
element.addEventListener('change', (event) => {
  const node = event.target.closest('select[data-act], input[data-act]');
  if (node) trigger('input', told(node, node.type === 'checkbox' ? String(node.checked) : node.value));
});
// a list that is open, or about to be, is not drawn anew under the hand
element.addEventListener('focusin', (event) => {
  const node = event.target.closest('select[data-act][data-name]');
  if (node) trigger('click', { act: 'hold', name: node.dataset.name });
});
element.addEventListener('input', (event) => {
  const node = event.target.closest('input[data-slide]');
  if (node) node.parentElement.style.setProperty('--at', `${node.value}%`);
});
if (element.closest('#head')) {
  // what stands in the talk is Gradio's own markup and hears nothing: the head hears for it
  document.addEventListener('click', (event) => {
    const node = event.target.closest('#chat button[data-act]');
    if (node) trigger('click', told(node));
  });
  // the newest message stays in view until somebody scrolls up to read
  const log = () => document.querySelector('#chat');
  const atEnd = (box) => box.scrollHeight - box.scrollTop - box.clientHeight < 80;
  let follows = true;
  const down = () => { const box = log(); if (box && follows) box.scrollTop = box.scrollHeight; };
  document.addEventListener('wheel', () => setTimeout(() => { const box = log(); if (box) follows = atEnd(box); }, 50), true);
  document.addEventListener('load', (event) => { if (event.target.closest?.('#chat')) down(); }, true);
  new MutationObserver(down).observe(document.body, { childList: true, subtree: true });
}
if (element.closest('#talks')) {
  // remembered looks are fetched when they are opened, and again when the page has told the talks anew
  let open = false;
  const told = (words) => { const line = element.querySelector('.looks output'); if (line) line.textContent = words; };
  const fetched = async (box) => {
    const answer = await fetch(box.dataset.looks);
    box.lastElementChild.innerHTML = answer.ok ? await answer.text() : '';
    if (!answer.ok) box.lastElementChild.textContent = (await answer.json()).detail;
  };
  element.addEventListener('toggle', (event) => {
    const box = event.target.closest('details.looks');
    if (!box) return;
    open = box.open;
    if (open) fetched(box);
  }, true);
  new MutationObserver(() => {
    const box = element.querySelector('details.looks');
    if (box && open && !box.open) box.open = true;
  }).observe(element, { childList: true, subtree: true });
  element.addEventListener('change', async (event) => {
    const input = event.target.closest('input[data-import]');
    if (!input || !input.files.length) return;
    const replace = element.querySelector('.looks .replace input').checked ? '?replace' : '';
    const answer = await fetch(input.dataset.import + replace, { method: 'POST', body: await input.files[0].text() });
    const form = await answer.json();
    await fetched(element.querySelector('details.looks'));
    told(answer.ok ? form.text : form.detail);
  });
}
