const told = (node, value) => ({ ...node.dataset, ...(value === undefined ? {} : { value }) });
element.addEventListener('click', (event) => {
  const node = event.target.closest('button[data-act]');
  if (node) trigger('click', told(node));
});
element.addEventListener('change', (event) => {
  const node = event.target.closest('select[data-act], input[data-act]');
  if (node) trigger('input', told(node, node.type === 'checkbox' ? String(node.checked) : node.value));
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
