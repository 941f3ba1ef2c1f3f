// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

extension InspectorPage {
    /// The form that runs a request again, and what comes of it.
    static let rerunScript = #"""
        let draft = '{\n  "px_module_mode": "monitor"\n}';

        function rerunForm(key) {
          const text = element('textarea', { id: 'changes', spellcheck: 'false', rows: '5', 'aria-describedby': 'hint' });
          text.value = draft;
          text.addEventListener('input', () => (draft = text.value));
          const risk = element(
            'select',
            { id: 'risk' },
            element('option', { value: 'recorded' }, 'as recorded'),
            element('option', { value: 'score' }, 'a score'),
            element('option', { value: 'timeout' }, 'too late'),
            element('option', { value: 'connection' }, 'no connection'),
          );
          const score = element('input', { id: 'score', type: 'number', min: '0', max: '100', value: '100' });
          const scoreLabel = element('label', { hidden: true }, 'Score', score);
          risk.addEventListener('change', () => (scoreLabel.hidden = risk.value !== 'score'));
          const run = element('button', { id: 'run', class: 'primary', type: 'submit' }, 'Run again');
          const result = element('div', { id: 'result', 'aria-live': 'polite' });
          const form = element(
            'form',
            { class: 'order' },
            element('label', {}, 'Options laid over the configuration, as JSON', text),
            element('p', { id: 'hint', class: 'quiet' },
              'The request is decided again from what was recorded. Nothing is sent, and the edge stays as it is.'),
            element('div', { class: 'row' }, element('label', {}, 'The Risk API answers', risk), scoreLabel, run),
          );
          form.noValidate = true;
          form.addEventListener('submit', async (event) => {
            event.preventDefault();
            run.disabled = true;
            try {
              const answer = await order(key, text.value, risk.value === 'score' ? { score: Number(score.value) } : risk.value);
              result.replaceChildren(...answer);
            } catch (error) {
              result.replaceChildren(element('p', { class: 'error' }, error.message));
            }
            run.disabled = false;
            run.focus();
          });
          return element('section', { class: 'card', 'aria-label': 'Run again' },
            element('h3', {}, 'Run again with other options'), form, configurationView(), result);
        }

        function configurationView() {
          const body = element('pre', { tabindex: '0', 'aria-label': 'Configuration' });
          const view = element('details', {}, element('summary', {}, 'Configuration now, without secrets'), body);
          view.addEventListener('toggle', async () => {
            if (!view.open || body.textContent) return;
            const configuration = await (await fetch('/api/configuration')).json();
            body.textContent = JSON.stringify(configuration, undefined, 2);
          });
          return view;
        }

        async function order(key, text, risk) {
          let config;
          try {
            config = text.trim() ? JSON.parse(text) : {};
          } catch (error) {
            return [element('p', { class: 'error' }, `This is no JSON: ${error.message}`)];
          }
          const response = await fetch(`/api/requests/${key}/rerun`, {
            method: 'POST',
            headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify({ config, risk }),
          });
          const data = await response.json();
          const problems = (data.problems ?? []).map(({ severity, key: option, message }) =>
            element('p', { class: severity === 'error' ? 'error' : 'note' }, option && element('code', {}, option),
              option ? ' ' : '', message));
          if (response.status === 422) {
            return [element('h4', {}, 'The enforcer would not start with that'), ...problems];
          }
          if (!response.ok) return [element('p', { class: 'error' }, data.message)];
          return [
            element('div', { class: 'head' }, element('h3', {}, 'It would come to'), outcome(data.outcome || 'none'),
              element('span', { class: 'quiet' }, reasonText(data))),
            ...problems,
            ...notes(data.notes),
            differences(data.differs),
            ...data.stages.map(stage),
            calls(data.calls, 'What would leave'),
          ].map((part) => element('div', { class: 'part' }, part));
        }

        function differences(list) {
          if (!list.length) return element('p', {}, 'Nothing differs from what happened.');
          const rows = list.map(({ what, before, after }) => element('tr', {}, element('th', { scope: 'row' }, what),
            element('td', {}, words(before) || '–'), element('td', {}, words(after) || '–')));
          return element(
            'table',
            { class: 'differs' },
            element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, 'What differs'),
              element('th', { scope: 'col' }, 'Then'), element('th', { scope: 'col' }, 'Now'))),
            element('tbody', {}, ...rows),
          );
        }

        refresh();
        connect();
        if (location.hash) show();

        """#
}
