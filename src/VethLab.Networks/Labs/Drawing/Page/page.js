'use strict';
const nodes = JSON.parse(document.getElementById('lab').textContent);
const view = document.getElementById('view'), svg = view.querySelector('svg'), details = document.getElementById('details');
const search = document.getElementById('search'), found = document.getElementById('found');
const whole = svg.viewBox.baseVal, size = { x: 0, y: 0, width: whole.width, height: whole.height };
let box = { ...size }, matches = [], at = -1, chosen = null;

// What is seen: a part of the picture. Never less than a twentieth of it, nor more than three times as much.
function show(next) {
  box = next;
  svg.setAttribute('viewBox', [box.x, box.y, box.width, box.height].map(n => n.toFixed(2)).join(' '));
}
function zoom(factor, x = box.x + box.width / 2, y = box.y + box.height / 2) {
  const width = Math.min(size.width * 3, Math.max(Math.min(size.width, 2000) / 20, box.width / factor)), scale = width / box.width;
  show({ x: x - (x - box.x) * scale, y: y - (y - box.y) * scale, width, height: box.height * scale });
}
function toPicture(event) {
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  return [point.x, point.y];
}
function bringIntoView(element) {
  const seen = view.getBoundingClientRect(), card = element.getBoundingClientRect();
  if (card.width >= 90 && card.left >= seen.left && card.right <= seen.right && card.top >= seen.top + 60 && card.bottom <= seen.bottom) return;
  const own = element.querySelector('.card').getBBox(), place = element.getCTM().inverse();
  const middle = new DOMPoint(own.x + own.width / 2, own.y + own.height / 2).matrixTransform(svg.getCTM().inverse().multiply(place.inverse()));
  const width = Math.min(box.width, Math.max(own.width * 1.2, 900)), height = width * box.height / box.width;
  show({ x: middle.x - width / 2, y: middle.y - height / 2, width, height });
}

document.getElementById('in').addEventListener('click', () => zoom(1.4));
document.getElementById('out').addEventListener('click', () => zoom(1 / 1.4));
document.getElementById('fit').addEventListener('click', () => show({ ...size }));
view.addEventListener('wheel', event => { event.preventDefault(); zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)), ...toPicture(event)); }, { passive: false });

let drag = null;
view.addEventListener('pointerdown', event => { if (event.button === 0) drag = { x: event.clientX, y: event.clientY, box, moved: false }; });
window.addEventListener('pointermove', event => {
  if (!drag) return;
  const x = event.clientX - drag.x, y = event.clientY - drag.y;
  if (!drag.moved && Math.hypot(x, y) < 4) return;
  drag.moved = true;
  view.classList.add('moving');
  const scale = svg.getScreenCTM().a;
  show({ ...box, x: drag.box.x - x / scale, y: drag.box.y - y / scale });
});
window.addEventListener('pointerup', () => { view.classList.remove('moving'); setTimeout(() => { drag = null; }); });
window.addEventListener('pointercancel', () => { drag = null; view.classList.remove('moving'); });

// What a node itself says; not what is at the other ends of its links, or a bridge would match whatever its namespaces do.
const words = nodes.map(node => [node.name, node.kind, node.duties, node.routes, node.interfaces.map(one => [one.name, one.state, one.mac, one.mtu, one.addresses])]
  .flat(3).join('\n').toLowerCase());
function find() {
  const asked = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  matches = asked.length ? nodes.map((_, i) => i).filter(i => asked.every(word => words[i].includes(word))) : [];
  at = -1;
  svg.classList.toggle('searching', asked.length > 0);
  nodes.forEach((_, i) => document.getElementById('n' + i).classList.toggle('match', matches.includes(i)));
  for (const wire of svg.querySelectorAll('.wire[data-ends]')) wire.classList.toggle('match', wire.dataset.ends.split(' ').some(i => matches.includes(+i)));
  found.textContent = asked.length ? `${matches.length} of ${nodes.length}` : '';
}
search.addEventListener('input', find);
search.addEventListener('keydown', event => {
  if (event.key === 'Enter' && matches.length) {
    at = (at + (event.shiftKey ? matches.length - 1 : 1)) % matches.length;
    const node = document.getElementById('n' + matches[at]);
    bringIntoView(node);
    tell(matches[at]);
    found.textContent = `${at + 1} of ${matches.length}`;
  } else if (event.key === 'Escape') { search.value = ''; find(); search.blur(); }
});

function element(name, text, style) {
  const made = document.createElement(name);
  if (text !== undefined && text !== null) made.textContent = text;
  if (style) made.className = style;
  return made;
}
function tell(number) {
  close();
  const node = nodes[number];
  chosen = document.getElementById('n' + number);
  chosen.classList.add('chosen');
  for (const wire of svg.querySelectorAll('.wire[data-ends]')) wire.classList.toggle('chosen', wire.dataset.ends.split(' ').includes(String(number)));
  const end = element('button', '\u00d7');
  end.setAttribute('aria-label', 'Close');
  end.addEventListener('click', close);
  const title = element('h2', node.name + ' ');
  title.append(element('small', node.kind));
  details.replaceChildren(end, title);
  if (node.duties.length) list('Does', node.duties);
  if (node.interfaces.length) {
    const table = element('table'), head = element('tr');
    for (const word of ['Interface', 'State', 'Addresses', 'MAC', 'MTU', 'Other end']) head.append(element('th', word));
    table.append(head);
    for (const one of node.interfaces) {
      const row = element('tr');
      row.append(element('td', one.name), element('td', one.state, { up: 'up', down: 'down' }[one.state] || 'idle'), element('td', one.addresses.join('\n')),
        element('td', one.mac), element('td', one.mtu), element('td', one.peer));
      table.append(row);
    }
    details.append(element('h3', 'Interfaces'), table);
  }
  if (node.routes.length) list('Routes', node.routes);
  details.hidden = false;
}
function list(title, lines) {
  const all = element('ul');
  for (const line of lines) all.append(element('li', line));
  details.append(element('h3', title), all);
}
function close() {
  details.hidden = true;
  if (chosen) chosen.classList.remove('chosen');
  for (const wire of svg.querySelectorAll('.wire.chosen')) wire.classList.remove('chosen');
  chosen = null;
}
svg.addEventListener('click', event => {
  if (drag && drag.moved) return;
  const node = event.target.closest('.node');
  if (node) tell(+node.id.slice(1)); else close();
});
svg.addEventListener('focusin', event => { const node = event.target.closest('.node'); if (node && node.matches(':focus-visible')) bringIntoView(node); });

document.addEventListener('keydown', event => {
  if (event.target === search || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = box.width / 8, node = event.target.closest && event.target.closest('.node');
  switch (event.key) {
    case '+': case '=': zoom(1.4); break;
    case '-': zoom(1 / 1.4); break;
    case '0': show({ ...size }); break;
    case 'ArrowLeft': show({ ...box, x: box.x - step }); break;
    case 'ArrowRight': show({ ...box, x: box.x + step }); break;
    case 'ArrowUp': show({ ...box, y: box.y - step }); break;
    case 'ArrowDown': show({ ...box, y: box.y + step }); break;
    case '/': search.focus(); break;
    case 'Escape': close(); break;
    case 'Enter': case ' ': if (!node) return; tell(+node.id.slice(1)); break;
    default: return;
  }
  event.preventDefault();
});
