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
