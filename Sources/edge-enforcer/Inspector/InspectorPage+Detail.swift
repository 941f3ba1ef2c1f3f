// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

extension InspectorPage {
    /// One request: its facts, its trace, its calls, its timings.
    static let detailScript = #"""
        const PLACES = {
          'viewer-request': 'HumanEnforcer at viewer-request',
          'origin-request': 'HumanFirstParty at origin-request',
          'origin-response': 'HumanActivities at origin-response',
          origin: 'The origin',
        };
        // What a step says when it had no say.
        const IDLE = ['no_match'];

        function facts(pairs) {
          const list = element('dl', { class: 'facts' });
          for (const [name, value] of pairs) {
            if (value !== undefined && value !== null && value !== '') {
              list.append(element('div', {}, element('dt', {}, name), element('dd', {}, value)));
            }
          }
          return list;
        }

        function notes(texts) {
          return texts.map((text) => element('p', { class: 'note' }, text));
        }

        function step(entry) {
          const isIdle = IDLE.includes(entry.outcome) && (entry.change ?? 'same') === 'same';
          const item = element('li', { class: [entry.change, isIdle && 'passed', entry.isDecider && 'decided']
            .filter(Boolean).join(' ') });
          const mark = { new: ' new', gone: ' no longer', changed: ` was ${words(entry.was)}` }[entry.change];
          const why = element('span', { class: 'why' });
          if (entry.option) why.append(optionName(entry.option));
          if (entry.detail) why.append(entry.option ? ' ' : '', entry.detail);
          if (entry.isDecider) why.append(element('span', { class: 'hidden' }, ' (this step decided)'));
          item.append(
            element('span', { class: 'step' }, words(entry.step)),
            element('span', { class: 'came' }, words(entry.outcome), mark && element('span', { class: 'mark' }, mark)),
            why,
          );
          return item;
        }

        // The steps but for which the request would have come out otherwise.
        function markDeciders(trace, result) {
          const last = (...steps) => trace.findLast(({ step: name }) => steps.includes(name));
          const deciders = {
            filtered: [trace.find((entry) => entry.outcome === 'filtered' && entry.step !== 'decision')],
            disabled: [last('module')],
            preflight: [last('preflight')],
            first_party: [last('first_party')],
            telemetry: [last('telemetry')],
            pass: [last('risk_answer') ?? last('risk_request') ?? last('token_score')],
            block: [last('risk_answer') ?? last('token_score'), last('bypass_monitor')],
            simulated_block: [last('risk_answer') ?? last('token_score'), last('monitored_route') ?? last('mode')],
          }[result];
          return trace.map((entry) => ({ ...entry, isDecider: deciders?.includes(entry) }));
        }

        function stage(data) {
          const decision = data.decision ?? {};
          const card = element(
            'section',
            { class: 'card stage' },
            element(
              'div',
              { class: 'head' },
              element('h3', {}, PLACES[data.place] ?? data.place),
              decision.outcome && outcome(decision.outcome),
              decision.reason && element('span', { class: 'quiet' }, decision.reason),
            ),
          );
          if (data.failure) card.append(element('p', { class: 'error' }, data.failure));
          if (data.trace) {
            card.append(
              element(
                'ol',
                { class: 'trace', 'aria-label': 'Trace, step by step' },
                ...markDeciders(data.trace, decision.outcome).map(step),
                ...(data.gone ?? []).map((entry) => step({ ...entry, change: 'gone' })),
              ),
              element('p', { class: 'quiet' }, ending(data)),
            );
          }
          return card;
        }

        function ending({ place, status }) {
          if (!status) return 'The request goes on.';
          return place === 'origin-response' ? `The origin's answer goes on, with ${status}.` : `Answers with ${status}.`;
        }

        // Long names may break between their words.
        function optionName(name) {
          const parts = name.split(/(?<=_)/).flatMap((part, index) => (index ? [element('wbr'), part] : [part]));
          return element('code', {}, ...parts);
        }

        function headers(list) {
          const body = element('tbody');
          for (const { name, value } of list) {
            body.append(element('tr', {}, element('th', { scope: 'row' }, name), element('td', {}, value)));
          }
          return element('table', { class: 'headers' }, body);
        }

        function call(data) {
          const answered = data.answer ? `answered ${data.answer.status}` : '';
          const took = typeof data.milliseconds === 'number' ? `after ${milliseconds(data.milliseconds)}` : '';
          const title = [{ risk: 'Risk request', activities: 'Activities' }[data.kind] ?? words(data.kind), answered, took];
          return element(
            'details',
            { class: 'call' },
            element('summary', {}, title.filter(Boolean).join(' ')),
            data.url && element('p', {}, element('code', {}, data.url)),
            headers(data.headers),
            element('pre', { tabindex: '0', 'aria-label': 'Body' }, data.body),
            data.answer && element('h4', {}, 'Answer'),
            data.answer && element('pre', { tabindex: '0', 'aria-label': 'Answer' }, data.answer.body),
          );
        }

        function calls(list, title, note) {
          return element(
            'section',
            { class: 'card calls' },
            element('h3', {}, title),
            note && element('p', { class: 'quiet' }, note),
            ...(list.length ? list.map(call) : [element('p', { class: 'quiet' }, 'None.')]),
          );
        }

        function timings(data) {
          const total = data.summary.milliseconds;
          const list = element('dl', { class: 'timings' });
          const add = (name, value) => list.append(
            element('dt', {}, name),
            element('meter', { min: 0, max: Math.max(total, 0.01), value: Math.min(value, total), 'aria-label': name }),
            element('dd', {}, milliseconds(value)),
          );
          const risk = data.calls.find(({ kind }) => kind === 'risk')?.milliseconds;
          for (const { place, milliseconds: value } of data.stages) {
            add(place, value);
            if (place === 'viewer-request' && typeof risk === 'number') add('of it, Risk API', risk);
          }
          add('in all', total);
          return element('section', { class: 'card' }, element('h3', {}, 'Timings'), list);
        }

        function draw(data) {
          const { summary } = data;
          const title = element('h2', { id: 'detail-title', tabindex: '-1', class: 'path' },
            `${summary.method} ${summary.path}`);
          $('detail').replaceChildren(
            element(
              'div',
              {},
              title,
              facts([
                ['Outcome', outcome(summary.outcome)],
                ['Reason', summary.reason],
                ['Score', typeof summary.score === 'number' ? String(summary.score) : ''],
                ['Status', String(summary.status)],
                ['From', data.clientIP],
                ['At', time(summary.time)],
              ]),
            ),
            ...(data.isReproduced || !data.stages.some(({ trace }) => trace)
              ? []
              : notes(['The engine, run again on what was recorded, comes to something else than what happened. '
                  + 'The trace below is that of the second run.'])),
            ...notes(data.notes),
            ...data.stages.filter(({ place }) => place !== 'origin').map(stage),
            calls(data.calls, 'What left', data.areCallsSeen || !data.calls.length ? undefined
              : 'As the engine makes them again; the real ones were not seen.'),
            timings(data),
            element('details', { class: 'card' }, element('summary', {}, 'Request headers'), headers(data.headers)),
            rerunForm(summary.key),
          );
          return title;
        }

        // - isAgain: what is shown already has changed; who reads it stays where they are.
        async function show(isAgain = false) {
          const key = Number(location.hash.match(/^#request-(\d+)$/)?.[1]);
          const before = shown;
          shown = key || undefined;
          document.querySelector('main').classList.toggle('open', Boolean(key));
          $('detail-pane').hidden = !key;
          $('nothing').hidden = Boolean(key);
          refresh();
          if (!key) {
            if (before) requests.get(before)?.item.firstChild.focus();
            return;
          }
          let title;
          try {
            const response = await fetch(`/api/requests/${key}`);
            const data = await response.json();
            if (shown !== key) return;
            if (!response.ok) throw new Error(data.message);
            title = draw(data);
          } catch (error) {
            title = element('h2', { id: 'detail-title', tabindex: '-1' }, 'This request cannot be shown');
            $('detail').replaceChildren(title, element('p', { class: 'error' }, error.message));
          }
          if (isAgain) {
            if (document.activeElement === document.body) title.focus({ preventScroll: true });
            return;
          }
          $('detail-pane').scrollTop = 0;
          title.focus();
        }

        window.addEventListener('hashchange', () => show());
        document.addEventListener('keydown', (event) => {
          if (event.key === 'Escape' && shown) location.hash = '';
        });

        """#
}
