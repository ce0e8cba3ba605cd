// What the page can do beyond being read: one view at a time, tables that sort, filter and page, charts that fit
// the window. Everything it shows is text that stands in the page already; it never makes markup from text.
'use strict';
(() => {
  const data = JSON.parse(document.getElementById('report-data').textContent);

  function make(name, properties, ...children) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  }
  const grouped = digits => digits.replace(/\B(?=(\d{3})+$)/g, ',');

  // --- tables -----------------------------------------------------------------------------------------------
  // A row stands in the page, or is made from texts when it is first shown.
  function rowOfTexts(texts, columns) {
    let element = null;
    return {
      text: i => texts[i],
      key: () => null,
      get element() {
        if (element) return element;
        element = make('tr');
        columns.forEach((column, i) => {
          const cell = make(i === 0 ? 'th' : 'td');
          if (i === 0) cell.scope = 'row';
          if (column.isNumber) cell.className = 'num';
          if (i === 0 && texts.length > columns.length) cell.append(make('a', {href: texts[columns.length]}, texts[i]));
          else cell.textContent = texts[i];
          element.append(cell);
        });
        return element;
      },
    };
  }
  function rowOfElement(element) {
    return {
      text: i => element.cells[i].textContent,
      key: i => element.cells[i].dataset.v ?? null,
      element,
    };
  }

  // What a cell is sorted by: a number where the column is one, else the number behind it, else its text.
  function sortKey(row, i, column) {
    if (column.isNumber) return Number(row.text(i).replace(/[,%]/g, ''));
    const key = row.key(i);
    return key === null ? row.text(i).toLowerCase() : Number(key);
  }

  let fields = 0;

  class Table {
    constructor(table) {
      this.table = table;
      this.body = table.tBodies[0];
      this.columns = [...table.tHead.rows[0].cells].map(head => ({head, isNumber: head.classList.contains('num')}));
      const rows = [...this.body.rows];
      this.totals = rows.filter(row => row.classList.contains('total'));
      this.rows = rows.filter(row => !row.classList.contains('total')).map(rowOfElement);
      if (table.id === 'account-list') this.rows.push(...data.accounts.map(texts => rowOfTexts(texts, this.columns)));
      this.size = Number(table.dataset.page ?? 0);
      this.page = 0;
      this.sorted = {column: -1, descending: false};
      this.query = '';
      this.chosen = '';
      if (this.rows.length > 1) this.columns.forEach((column, i) => this.addSort(column, i));
      this.addControls();
      this.addPager();
      this.choose();
    }
    addSort(column, i) {
      const button = make('button', {type: 'button'}, ...column.head.childNodes);
      button.addEventListener('click', () => {
        const again = this.sorted.column === i;
        this.sorted = again && this.sorted.descending !== column.isNumber
          ? {column: -1, descending: false}
          : {column: i, descending: again ? !this.sorted.descending : column.isNumber};
        this.page = 0;
        this.choose();
      });
      column.head.append(button);
    }
    addControls() {
      if (this.rows.length < 6) return;
      const controls = make('div', {className: 'controls'});
      if (this.table.dataset.filter) {
        const field = make('input', {type: 'search', autocomplete: 'off', name: `filter-${++fields}`});
        field.addEventListener('input', () => {
          this.query = field.value.toLowerCase();
          this.page = 0;
          this.choose();
        });
        controls.append(make('label', {}, this.table.dataset.filter, field));
      }
      if (this.table.dataset.choose) {
        const i = Number(this.table.dataset.choose);
        const values = [...new Set(this.rows.map(row => row.text(i)))].sort();
        const list = make('select', {name: `choose-${++fields}`}, make('option', {value: ''}, 'all'),
          ...values.filter(value => value !== '').map(value => make('option', {value}, value)));
        list.addEventListener('change', () => {
          this.chosen = list.value;
          this.page = 0;
          this.choose();
        });
        controls.append(make('label', {}, this.columns[i].head.textContent, list));
      }
      if (controls.childNodes.length) this.table.parentElement.before(controls);
    }
    addPager() {
      if (!this.size || this.rows.length <= this.size) return;
      const isHistory = this.table.dataset.older !== undefined;
      this.back = make('button', {type: 'button'}, isHistory ? 'Newer' : 'Previous');
      this.next = make('button', {type: 'button'}, isHistory ? 'Load older' : 'Next');
      this.place = make('span', {});
      this.place.setAttribute('aria-live', 'polite');
      this.back.addEventListener('click', () => this.turn(-1));
      this.next.addEventListener('click', () => this.turn(1));
      this.table.parentElement.after(make('div', {className: 'pager'}, this.back, this.next, this.place));
    }
    turn(by) {
      this.page += by;
      this.show();
    }
    matches(row) {
      if (this.chosen !== '' && row.text(Number(this.table.dataset.choose)) !== this.chosen) return false;
      return this.query === '' || this.columns.some((_, i) => row.text(i).toLowerCase().includes(this.query));
    }
    // Which rows there are, in which order.
    choose() {
      const {column, descending} = this.sorted;
      this.chosenRows = this.rows.filter(row => this.matches(row));
      if (column >= 0) {
        const keyed = this.chosenRows.map((row, place) => ({row, place, key: sortKey(row, column, this.columns[column])}));
        const order = (a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
        keyed.sort((a, b) => (descending ? order(b, a) : order(a, b)) || a.place - b.place);
        this.chosenRows = keyed.map(each => each.row);
      }
      this.columns.forEach((each, i) => {
        if (i === column) each.head.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
        else each.head.removeAttribute('aria-sort');
      });
      this.show();
    }
    show(all = false) {
      const count = this.chosenRows.length;
      const paged = this.back && !all;
      const pages = paged ? Math.max(1, Math.ceil(count / this.size)) : 1;
      this.page = Math.min(Math.max(this.page, 0), pages - 1);
      const from = paged ? this.page * this.size : 0;
      const until = paged ? Math.min(from + this.size, count) : count;
      this.body.replaceChildren(...this.chosenRows.slice(from, until).map(row => row.element), ...this.totals);
      if (!this.back) return;
      this.back.disabled = this.page === 0;
      this.next.disabled = this.page >= pages - 1;
      this.place.textContent = count === 0 ? 'none' : `${grouped(String(from + 1))}–${grouped(String(until))} of ${grouped(String(count))}`;
    }
  }

  // --- charts -----------------------------------------------------------------------------------------------
  // "1,234.50" of an integer as text and its decimals.
  function decimalText(integer, decimals) {
    const negative = integer.startsWith('-');
    const digits = integer.replace('-', '').padStart(decimals + 1, '0');
    const whole = grouped(digits.slice(0, digits.length - decimals));
    return (negative ? '-' : '') + whole + (decimals ? '.' + digits.slice(-decimals) : '');
  }
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  class Chart {
    constructor(told) {
      this.told = told;
      this.figure = document.getElementById(told.id);
      this.picture = this.figure.querySelector('.picture');
      this.draw();
    }
    // Bars are stacked by drawing the highest sums first.
    columns() {
      const scale = 10 ** this.told.decimals;
      const values = this.told.series.map(series => series.values.map(value => Number(value) / scale));
      if (this.told.kind === 'line') return values;
      return values.map((_, i) => values[0].map((_, at) => values.slice(0, i + 1).reduce((sum, row) => sum + row[at], 0)));
    }
    options() {
      const {across, labels, kind, series, decimals, unit} = this.told;
      const ink = colour('--faint');
      const axis = {stroke: ink, grid: {stroke: colour('--rule'), width: 1}, ticks: {show: false}};
      const shown = series.map((each, i) => ({
        label: each.name,
        value: (_, __, ___, at) => (at === null || at === undefined ? '–' : `${decimalText(each.values[at], decimals)} ${unit}`),
        stroke: colour(`--c${i}`),
        fill: kind === 'line' ? undefined : colour(`--c${i}`),
        width: kind === 'line' ? 2.5 : 0,
        dash: kind === 'line' && i === 1 ? [7, 4] : undefined,
        points: {show: kind === 'line' && labels.length < 40},
        paths: kind === 'line' ? undefined : uPlot.paths.bars({size: [0.7, 60]}),
      }));
      if (kind !== 'line') shown.reverse();
      return {
        width: Math.max(280, Math.min(this.picture.clientWidth, 960)),
        height: 260,
        scales: {x: {time: false, range: [-0.6, labels.length - 0.4]}, y: {range: (_, low, high) => [Math.min(0, low), high > 0 ? high * 1.05 : 1]}},
        axes: [
          {...axis, grid: {show: false}, space: 70, incrs: [1, 2, 3, 6, 12, 24, 60], values: (_, splits) => splits.map(at => labels[at] ?? '')},
          {...axis, size: 78, values: (_, splits) => splits.map(at => at.toLocaleString('en', {maximumFractionDigits: 2}))},
        ],
        series: [{label: across, value: (_, at) => labels[at] ?? '–'}, ...shown],
        cursor: {y: false, drag: {x: false, y: false}},
      };
    }
    draw() {
      if (this.plot) this.plot.destroy();
      const columns = this.columns();
      if (this.told.kind !== 'line') columns.reverse();
      this.figure.classList.add('drawn');
      this.plot = new uPlot(this.options(), [this.told.labels.map((_, i) => i), ...columns], this.picture);
    }
  }
  const canDraw = told => told.kind === 'line' || told.series.every(series => series.values.every(value => !value.startsWith('-')));

  // --- views ------------------------------------------------------------------------------------------------
  const views = [...document.querySelectorAll('.view')];
  const ready = new Set();
  const tables = [];
  const charts = [];

  // What a view can do is added when it is first looked at, so that a long report opens at once.
  function prepare(view) {
    if (ready.has(view)) return;
    ready.add(view);
    view.querySelectorAll('table.data').forEach(table => tables.push(new Table(table)));
    if (typeof uPlot !== 'function') return;
    data.charts.filter(told => canDraw(told) && view.contains(document.getElementById(told.id))).forEach(told => charts.push(new Chart(told)));
  }
  function show(view) {
    views.forEach(each => each.classList.toggle('shown', each === view));
    const place = view.classList.contains('account') ? 'accounts' : view.id;
    document.querySelectorAll('nav a').forEach(link => {
      if (link.getAttribute('href') === `#${place}`) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    });
    prepare(view);
  }
  function route(moved) {
    const wanted = views.find(view => `#${view.id}` === location.hash);
    if (!wanted && moved) return;
    const view = wanted ?? views[0];
    show(view);
    if (!moved) return;
    window.scrollTo(0, 0);
    view.querySelector('[tabindex="-1"]').focus({preventScroll: true});
  }
  window.addEventListener('hashchange', () => route(true));
  const redraw = () => charts.filter(chart => chart.picture.clientWidth > 0).forEach(chart => chart.draw());
  let width = window.innerWidth;
  window.addEventListener('resize', () => {
    if (window.innerWidth === width) return;
    width = window.innerWidth;
    redraw();
  });
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  window.addEventListener('beforeprint', () => tables.forEach(table => table.show(true)));
  window.addEventListener('afterprint', () => tables.forEach(table => table.show()));
  route(false);
  document.documentElement.dataset.ready = 'yes';
})();
