// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

extension InspectorPage {
    /// The list, its filters, the live connection, and which request is shown.
    static let listScript = #"""
        'use strict';

        const LIMIT = 500;
        const GOOD = ['pass'];
        const BAD = ['block', 'failed', 'refused'];
        const ODD = ['simulated_block', 'failed_open'];

        const $ = (id) => document.getElementById(id);
        const requests = new Map();
        let isPaused = false;
        let shown;

        // Everything that came from a request gets into the page as text, here.
        function element(name, attributes, ...children) {
          const made = document.createElement(name);
          for (const [key, value] of Object.entries(attributes ?? {})) {
            if (value === true) made.setAttribute(key, '');
            else if (value !== undefined && value !== false) made.setAttribute(key, value);
          }
          made.append(...children.filter((child) => child !== undefined && child !== null && child !== ''));
          return made;
        }

        const words = (name) => String(name).replaceAll('_', ' ');
        const time = (value) => new Date(value).toLocaleTimeString('en-GB');
        const milliseconds = (value) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

        function outcome(name) {
          const look = GOOD.includes(name) ? 'good' : BAD.includes(name) ? 'bad' : ODD.includes(name) ? 'odd' : 'other';
          return element('span', { class: `outcome ${look}` }, words(name));
        }

        // MARK: the list

        function line(request) {
          const button = element(
            'button',
            { type: 'button', 'data-key': request.key },
            outcome(request.outcome),
            element('span', { class: 'path' }, `${request.method} ${request.path}`),
            element('span', { class: 'status' }, `${request.status} · ${milliseconds(request.milliseconds)}`),
            element('span', { class: 'reason' }, reasonText(request) || '–'),
            element('span', { class: 'time' }, time(request.time)),
          );
          button.addEventListener('click', () => (location.hash = `request-${request.key}`));
          return element('li', {}, button);
        }

        function reasonText({ reason, score }) {
          return [reason, typeof score === 'number' && `score ${score}`].filter(Boolean).join(' · ');
        }

        function matches({ request }) {
          const path = $('filter-path').value.trim().toLowerCase();
          const reason = $('filter-reason').value.trim().toLowerCase();
          const wanted = $('filter-outcome').value;
          return (
            (!wanted || request.outcome === wanted) &&
            `${request.method} ${request.path}`.toLowerCase().includes(path) &&
            request.reason.toLowerCase().includes(reason)
          );
        }

        function take(request) {
          const item = line(request);
          const old = requests.get(request.key);
          requests.set(request.key, { request, item });
          item.hidden = !matches({ request });
          if (old) {
            const hadFocus = old.item.contains(document.activeElement);
            old.item.replaceWith(item);
            if (hadFocus) item.firstChild.focus({ preventScroll: true });
            const hands = $('detail').contains(document.activeElement) && document.activeElement.id !== 'detail-title';
            if (request.key === shown && !hands && !$('result')?.hasChildNodes()) show(true);
          } else {
            $('requests').prepend(item);
          }
          while (requests.size > LIMIT) {
            const oldest = requests.keys().next().value;
            requests.get(oldest).item.remove();
            requests.delete(oldest);
          }
        }

        function options() {
          const all = [...requests.values()].map(({ request }) => request);
          fill($('filter-outcome'), new Set(all.map((request) => request.outcome)), true);
          fill($('reasons'), new Set(all.map((request) => request.reason).filter(Boolean)), false);
        }

        function fill(list, values, isSelect) {
          const there = new Set([...list.options].map((option) => option.value));
          for (const value of [...values].sort()) {
            if (!there.has(value)) list.append(element('option', { value }, isSelect ? words(value) : undefined));
          }
        }

        function refresh() {
          let count = 0;
          for (const entry of requests.values()) {
            entry.item.hidden = !matches(entry);
            if (!entry.item.hidden) count += 1;
            const button = entry.item.firstChild;
            if (entry.request.key === shown) button.setAttribute('aria-current', 'true');
            else button.removeAttribute('aria-current');
          }
          const total = requests.size;
          $('count').textContent = count === total ? `${total} requests` : `${count} of ${total} requests`;
          $('count').hidden = !total;
          $('empty').hidden = count > 0;
          $('empty').textContent = total
            ? 'No request is like that. Change the filter, or reset it.'
            : 'No request yet. Open the site behind the edge, and its requests appear here.';
        }

        // Many events in a row are one change of the page.
        let isScheduled = false;
        function schedule() {
          if (isScheduled) return;
          isScheduled = true;
          setTimeout(() => {
            isScheduled = false;
            options();
            refresh();
          }, 50);
        }

        $('filters').addEventListener('input', refresh);
        $('filters').addEventListener('submit', (event) => event.preventDefault());
        $('filters').addEventListener('reset', () => setTimeout(refresh));

        $('requests').addEventListener('keydown', (event) => {
          const buttons = [...document.querySelectorAll('#requests li:not([hidden]) button')];
          const index = buttons.indexOf(document.activeElement);
          const next = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: buttons.length - 1 }[event.key];
          if (next === undefined || !buttons[next]) return;
          event.preventDefault();
          buttons[next].focus();
        });

        // MARK: live

        let waiting = [];

        function connect() {
          const source = new EventSource('/api/events');
          source.addEventListener('open', () => live('on', 'Live'));
          source.addEventListener('error', () => live('off', 'Connection lost; trying again …'));
          source.addEventListener('reset', () => {
            requests.clear();
            waiting = [];
            $('requests').replaceChildren();
            schedule();
          });
          source.addEventListener('request', (event) => {
            const request = JSON.parse(event.data);
            if (isPaused) {
              waiting.push(request);
              if (waiting.length > LIMIT) waiting.shift();
              live('off', `Paused, ${waiting.length} waiting`);
            } else {
              take(request);
              schedule();
            }
          });
        }

        function live(state, text) {
          $('live').className = `live ${state}`;
          $('live').textContent = isPaused && state === 'on' ? 'Paused' : text;
        }

        $('pause').addEventListener('click', () => {
          isPaused = !isPaused;
          $('pause').setAttribute('aria-pressed', String(isPaused));
          $('pause').textContent = isPaused ? 'Go on' : 'Pause';
          if (isPaused) {
            live('off', 'Paused');
          } else {
            waiting.forEach(take);
            waiting = [];
            live('on', 'Live');
            schedule();
          }
        });

        """#
}
