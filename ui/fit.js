// The points that a product hangs from. Each drag asks the server for the picture; here is only what a hand needs.
const editor = element.querySelector('dialog.fit');
const find = (selector) => editor.querySelector(selector);
const sheet = find('.sheet'), picture = find('.worn'), told = find('.told'), size = find('.mm input'), wide = find('.wide');
let at = null, points = [], asked = null, busy = false, began = 0, from = 0, drawn = false;

const say = (text, trouble = false) => { told.textContent = text; told.classList.toggle('trouble', trouble); };
const failed = async (answer) => new Error(((await answer.json().catch(() => ({}))).detail) || 'The page does not answer; see that Parure still runs.');

const dots = () => {
  sheet.querySelectorAll('.dot').forEach((node) => node.remove());
  points.forEach((point, number) => {
    const dot = document.createElement('button');
    dot.type = 'button';
    dot.className = 'dot';
    dot.dataset.number = number;
    dot.setAttribute('aria-label', `Point ${number + 1}; move it with the arrow keys`);
    dot.style.left = `${100 * point[0]}%`;
    dot.style.top = `${100 * point[1]}%`;
    sheet.append(dot);
  });
};

const draw = async () => {
  if (busy || !asked || !at) return;
  const wish = asked, mine = at;
  asked = null;
  busy = true;
  began = performance.now();
  try {
    const answer = await fetch(mine.path, { method: 'PUT', body: JSON.stringify(wish) });
    if (!answer.ok) throw await failed(answer);
    const blob = await answer.blob();
    if (mine !== at) return;
    if (picture.src.startsWith('blob:')) URL.revokeObjectURL(picture.src);
    picture.src = URL.createObjectURL(blob);
    await picture.decode().catch(() => {});
    drawn = true;
    if (!size.value) { size.value = answer.headers.get('x-size-mm'); from = Number(size.value); }
    say(`${at.hint} Now: ${answer.headers.get('x-told')}.`);
    editor.dataset.redrawn = String(Math.round(performance.now() - began));
    editor.dataset.state = 'open';
  } catch (error) {
    drawn = false;
    say(error.message, true);
    editor.dataset.state = 'failed';
  } finally {
    busy = false;
    find('[data-do=keep]').disabled = !drawn;
    if (asked) draw();
  }
};
const again = () => {
  const given = Number(size.value);
  asked = { product: 'img1', handles: points.map((point) => point.map((share) => Number(share.toFixed(4)))) };
  if (given && size.dataset.set) asked.size_mm = given;
  draw();
};
const move = (number, x, y) => {
  points[number] = [Math.min(1, Math.max(0, x)), Math.min(1, Math.max(0, y))];
  const dot = sheet.querySelector(`.dot[data-number="${number}"]`);
  dot.style.left = `${100 * points[number][0]}%`;
  dot.style.top = `${100 * points[number][1]}%`;
  again();
};

sheet.addEventListener('pointerdown', (event) => {
  const dot = event.target.closest('.dot');
  if (!dot || event.button !== 0) return;
  event.preventDefault();
  dot.focus();
  dot.setPointerCapture(event.pointerId);
  const slide = (now) => {
    const frame = sheet.getBoundingClientRect();
    move(Number(dot.dataset.number), (now.clientX - frame.left) / frame.width, (now.clientY - frame.top) / frame.height);
  };
  dot.addEventListener('pointermove', slide);
  const end = () => dot.removeEventListener('pointermove', slide);
  dot.addEventListener('pointerup', end, { once: true });
  dot.addEventListener('pointercancel', end, { once: true });
});
editor.addEventListener('keydown', (event) => {
  const dot = event.target.closest('.dot'), step = event.shiftKey ? 0.02 : 0.002;
  const way = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
  if (!dot || !way) return;
  event.preventDefault();
  const number = Number(dot.dataset.number);
  move(number, points[number][0] + way[0], points[number][1] + way[1]);
});
size.addEventListener('input', () => { size.dataset.set = '1'; from = Number(size.value) || from; wide.value = 0; again(); });
wide.addEventListener('input', () => {
  size.value = (from * 2 ** (Number(wide.value) / 100)).toFixed(1);
  size.dataset.set = '1';
  again();
});

const words = () => {
  const said = [`show this ${at.kind} worn on the person`];
  if (size.dataset.set) said.push(`${size.value} mm`);
  points.forEach(([x, y]) => said.push(`@${x.toFixed(4)},${y.toFixed(4)}`));
  return said.join(', ');
};
const leave = () => { at = null; editor.close(); };
editor.addEventListener('click', (event) => {
  const node = event.target.closest('button');
  if (!node || node.disabled) return;
  if (node.dataset.count) {
    editor.querySelectorAll('[data-count]').forEach((each) => each.setAttribute('aria-pressed', String(each === node)));
    points = at.begun.slice(0, Number(node.dataset.count)).map((point, number) => points[number] || point);
    dots();
    again();
  }
  if (node.dataset.do === 'cancel') leave();
  if (node.dataset.do === 'keep') { const text = words(); leave(); trigger('click', { act: 'say', text }); }
});
editor.addEventListener('cancel', (event) => { event.preventDefault(); leave(); });

const open = async (address) => {
  at = null;
  drawn = false;
  delete size.dataset.set;
  delete editor.dataset.redrawn;
  size.value = '';
  wide.value = 0;
  editor.dataset.state = 'opening';
  sheet.querySelectorAll('.dot').forEach((node) => node.remove());
  editor.showModal();
  say('Looking at the person …');
  try {
    const answer = await fetch(address, { method: 'POST' });
    if (!answer.ok) throw await failed(answer);
    const form = await answer.json();
    at = { ...form, begun: form.points, path: `${address.split('/').slice(0, -2).join('/')}/${form.id}` };
    points = form.points.map((point) => [...point]);
    find('.kind').textContent = form.kind;
    editor.dataset.several = String(form.fewest < form.most);
    sheet.style.aspectRatio = `${form.size[0]} / ${form.size[1]}`;
    dots();
    again();
  } catch (error) {
    editor.dataset.state = 'failed';
    say(error.message, true);
  }
};
document.addEventListener('click', (event) => {
  const node = event.target.closest('[data-fit]');
  if (node) { event.preventDefault(); open(node.dataset.fit); }
});
