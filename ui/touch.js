// The touch-up editor. The cut-out's pixels come from the server, part by part; here is only what a hand needs.
const editor = element.querySelector('dialog.touch');
const find = (selector) => editor.querySelector(selector);
const sheet = find('.sheet'), stage = find('.stage'), told = find('.told'), beneath = find('.beneath');
const cutout = find('canvas.cutout'), marks = find('canvas.marks'), size = find('.size input');
const HELLO = {
  keep: 'Paint, click or frame what is missing; the photo shows through faintly.',
  erase: 'Paint, click or frame what does not belong to the product.',
};
const hello = () => HELLO[hand] + (at && at.unsure.length ? ' Dashed frames: here I am unsure.' : '');
const COLOUR = { keep: 'rgb(38 140 84 / .55)', erase: 'rgb(190 52 40 / .55)' };
let at = null, hand = 'keep', shape = 'brush', zoom = 1, drawn = null, waiting = Promise.resolve(), visit = 0;

const say = (text, trouble = false) => { told.textContent = text; told.classList.toggle('trouble', trouble); };
const press = (name, value) => editor.querySelectorAll(`[data-${name}]`).forEach((node) =>
  node.setAttribute('aria-pressed', String(node.dataset[name] === value)));
const send = async (path, body) => {
  const answer = await fetch(path, { method: 'POST', body: body && JSON.stringify(body) });
  if (answer.ok) return answer;
  const said = await answer.json().catch(() => ({}));
  throw new Error(said.detail || 'The page does not answer; see that Parure still runs.');
};

const show = async (answer) => {
  find('[data-do=undo]').disabled = answer.headers.get('x-undo') !== '1';
  at.strokes = Number(answer.headers.get('x-strokes'));
  if (answer.status === 204) return false;
  const [x, y, width, height] = JSON.parse(answer.headers.get('x-place'));
  const part = await createImageBitmap(await answer.blob());
  const pen = cutout.getContext('2d');
  pen.clearRect(x, y, width, height);
  pen.drawImage(part, x, y);
  return true;
};

// one after the other, in the order in which they were drawn
const next = (work) => {
  const mine = visit;
  waiting = waiting.then(() => (mine === visit && at ? work() : undefined)).catch((error) => say(error.message, true));
  return waiting;
};

const outline = () => {
  const pen = marks.getContext('2d'), thin = marks.width / marks.getBoundingClientRect().width;
  pen.clearRect(0, 0, marks.width, marks.height);
  pen.setLineDash([6 * thin, 4 * thin]);
  pen.lineWidth = 1.5 * thin;
  for (const [x, y, width, height] of at.unsure.map((box) => box.map((side) => side / at.step))) {
    pen.strokeStyle = 'rgb(255 255 255 / .9)'; pen.lineDashOffset = 5 * thin; pen.strokeRect(x, y, width, height);
    pen.strokeStyle = '#c2571a'; pen.lineDashOffset = 0; pen.strokeRect(x, y, width, height);
  }
  pen.setLineDash([]);
};

const trace = () => {
  outline();
  if (!drawn) return;
  const pen = marks.getContext('2d'), [first, last] = [drawn.points[0], drawn.points[drawn.points.length - 1]];
  pen.fillStyle = pen.strokeStyle = COLOUR[drawn.hand];
  pen.lineCap = pen.lineJoin = 'round';
  if (drawn.shape === 'box') {
    pen.lineWidth = 2;
    pen.fillRect(first[0], first[1], last[0] - first[0], last[1] - first[1]);
    pen.strokeRect(first[0], first[1], last[0] - first[0], last[1] - first[1]);
    return;
  }
  pen.lineWidth = 2 * drawn.radius;
  pen.beginPath();
  pen.moveTo(...first);
  drawn.points.forEach((point) => pen.lineTo(...point));
  pen.lineTo(last[0] + 0.01, last[1]);
  pen.stroke();
};

const place = (event) => {
  const frame = marks.getBoundingClientRect();
  return [(event.clientX - frame.left) * marks.width / frame.width, (event.clientY - frame.top) * marks.height / frame.height];
};
// the slider counts pixels on the screen: a larger picture makes a finer brush
const radius = () => Number(size.value) * marks.width / marks.getBoundingClientRect().width;

const thinned = (points) => {
  const step = Math.max(1, Math.ceil(points.length / 400));
  return points.filter((_, number) => number % step === 0 || number === points.length - 1);
};

const finish = () => {
  const one = drawn, began = performance.now();
  drawn = null;
  if (!one || !at) return;
  const whole = (point) => point.map((side) => Math.round(side * at.step));
  const points = one.shape === 'box' ? [one.points[0], one.points[one.points.length - 1]] : thinned(one.points);
  const stroke = {
    hand: one.hand, shape: one.shape, points: points.map(whole),
    radius: one.shape === 'brush' ? Math.max(0.5, one.radius * at.step) : 1,
  };
  editor.setAttribute('aria-busy', 'true');
  next(async () => {
    const changed = await show(await send(`${at.path}/stroke`, stroke));
    say(changed ? hello() : one.hand === 'keep' ? 'All of that is kept already.' : 'There is nothing to erase there.');
    editor.dataset.redrawn = String(Math.round(performance.now() - began));
  }).then(() => { editor.removeAttribute('aria-busy'); if (at && !drawn) outline(); });
};

marks.addEventListener('pointerdown', (event) => {
  if (!at || shape === 'move' || event.button !== 0 || !event.isPrimary) return;
  event.preventDefault();
  marks.setPointerCapture(event.pointerId);
  drawn = { hand, shape, points: [place(event)], radius: shape === 'brush' ? radius() : 4 };
  trace();
});
marks.addEventListener('pointermove', (event) => {
  if (!drawn || !event.isPrimary) return;
  if (drawn.shape === 'point') return;
  const all = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
  (all.length ? all : [event]).forEach((each) => drawn.points.push(place(each)));
  trace();
});
marks.addEventListener('pointerup', finish);
marks.addEventListener('pointercancel', () => { drawn = null; if (at) outline(); });

// moving a larger picture: a finger scrolls by itself, a mouse drags
stage.addEventListener('pointerdown', (event) => {
  if (shape !== 'move' || event.pointerType !== 'mouse') return;
  event.preventDefault();
  const from = [event.clientX + stage.scrollLeft, event.clientY + stage.scrollTop];
  const move = (now) => { stage.scrollLeft = from[0] - now.clientX; stage.scrollTop = from[1] - now.clientY; };
  document.addEventListener('pointermove', move);
  document.addEventListener('pointerup', () => document.removeEventListener('pointermove', move), { once: true });
});

const enlarge = (factor) => {
  const middle = [(stage.scrollLeft + stage.clientWidth / 2) / zoom, (stage.scrollTop + stage.clientHeight / 2) / zoom];
  zoom = Math.min(6, Math.max(1, factor));
  const fits = Math.min(stage.clientWidth / marks.width, stage.clientHeight / marks.height);
  sheet.style.width = `${Math.floor(marks.width * fits * zoom)}px`;
  find('.zoomed').textContent = `${Math.round(100 * zoom)} %`;
  stage.scrollLeft = middle[0] * zoom - stage.clientWidth / 2;
  stage.scrollTop = middle[1] * zoom - stage.clientHeight / 2;
  trace();
};

const choose = {
  hand: (value) => { hand = value; editor.dataset.drawing = value; say(hello()); },
  shape: (value) => { shape = value; editor.dataset.tool = value; },
  view: (value) => { editor.dataset.seen = value; },
};
const leave = () => { at = null; visit += 1; drawn = null; editor.close(); };
const act = {
  undo: () => next(async () => { await show(await send(`${at.path}/undo`)); outline(); }),
  afresh: () => next(async () => { await show(await send(`${at.path}/afresh`)); outline(); }),
  cancel: () => { const path = at && at.path; leave(); if (path) send(`${path}/cancel`).catch(() => {}); },
  done: () => next(async () => {
    const strokes = at.strokes, from = at.from;
    await send(`${at.path}/done`);
    document.querySelectorAll(`[data-touch="${from}"]`).forEach((node) => {
      node.textContent = strokes ? 'Touched up' : 'Touch up';
      node.classList.toggle('touched', strokes > 0);
    });
    leave();
  }),
};
editor.addEventListener('click', (event) => {
  const node = event.target.closest('button');
  if (!node || node.disabled) return;
  for (const name of Object.keys(choose)) if (node.dataset[name]) { press(name, node.dataset[name]); choose[name](node.dataset[name]); }
  if (node.dataset.zoom) enlarge(node.dataset.zoom === 'in' ? zoom * 1.5 : zoom / 1.5);
  if (node.dataset.do) act[node.dataset.do]();
});
editor.addEventListener('cancel', (event) => { event.preventDefault(); act.cancel(); });
editor.addEventListener('keydown', (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === 'z') { event.preventDefault(); act.undo(); }
  if (event.key === '[' || event.key === ']') size.value = Number(size.value) + (event.key === ']' ? 4 : -4);
});
stage.addEventListener('wheel', (event) => {
  if (!event.ctrlKey) return;
  event.preventDefault();
  enlarge(zoom * (event.deltaY < 0 ? 1.15 : 1 / 1.15));
}, { passive: false });
addEventListener('resize', () => { if (at) enlarge(zoom); });

const open = async (from) => {
  const mine = (visit += 1);
  at = null;
  delete editor.dataset.redrawn;
  editor.showModal();
  editor.dataset.state = 'opening';
  say('Cutting the product out …');
  try {
    const form = await (await send(from)).json();
    const base = `${from.slice(0, from.lastIndexOf('/'))}/${form.id}`;
    const found = { ...form, path: base, from };
    for (const canvas of [cutout, marks]) [canvas.width, canvas.height] = form.shown;
    beneath.src = `${base}/photo`;
    const whole = await fetch(`${base}/cutout`);
    if (mine !== visit) { send(`${base}/cancel`).catch(() => {}); return; }
    at = found;
    await Promise.all([show(whole), beneath.decode().catch(() => {})]);
    enlarge(1);
    editor.dataset.state = 'open';
    say(hello());
  } catch (error) {
    editor.dataset.state = 'failed';
    say(error.message, true);
  }
};
document.addEventListener('click', (event) => {
  const node = event.target.closest('[data-touch]');
  if (node) { event.preventDefault(); open(node.dataset.touch); }
});
choose.hand('keep'); choose.shape('brush'); choose.view('checker');
