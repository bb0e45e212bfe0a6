import assert from 'node:assert/strict';
import test from 'node:test';
import { parsePlan } from '../text/planDocument.ts';
import { headingAnchors, leadsToAnchor } from './headingAnchors.ts';

test('headings, repeated ones, ids of their own and HTML give anchors', () => {
  const anchors = headingAnchors(
    parsePlan(
      'guide.md',
      '# Set up\n\n## Set up\n\n## Käse & `code` {#own-id}\n\n<a id="Here"></a>\n\n<p\nclass="x" name="there">\n',
    ),
  );
  for (const fragment of [
    'set-up',
    'set-up-1',
    'own-id',
    'here',
    'there',
    'Set-Up',
    'user-content-set-up',
    'set_up',
    'set%2Dup',
  ]) {
    assert.ok(leadsToAnchor(anchors, fragment), fragment);
  }
  for (const fragment of ['setup2', 'set-up-2', 'gone', '%E0%A4%A']) {
    assert.ok(!leadsToAnchor(anchors, fragment), fragment);
  }
});
