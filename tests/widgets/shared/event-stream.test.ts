import { describe, expect, test } from 'vitest';
import { createFrameReader } from '../../../widgets/shared/event-stream.ts';

describe('createFrameReader', () => {
  test.each([
    ['one frame', 'event: next\ndata: {"a":1}\n\n', [{ event: 'next', data: '{"a":1}' }]],
    ['no space after the colon', 'event:next\ndata:x\n\n', [{ event: 'next', data: 'x' }]],
    ['only the first space is dropped', 'data:  x\n\n', [{ event: 'message', data: ' x' }]],
    ['data of several lines', 'data: a\ndata: b\n\n', [{ event: 'message', data: 'a\nb' }]],
    ['a colon in the data', 'data: a:b\n\n', [{ event: 'message', data: 'a:b' }]],
    ['a comment is a ping and no frame', ':\n\n: ping\n\n', []],
    ['a frame without data', 'event: complete\ndata\n\n', [{ event: 'complete', data: '' }]],
    ['a name without a data line', 'event: complete\n\n', [{ event: 'complete', data: '' }]],
    ['unknown fields are skipped', 'id: 7\nretry: 10\ndata: x\n\n', [{ event: 'message', data: 'x' }]],
    ['a byte order mark', '\uFEFFdata: x\n\n', [{ event: 'message', data: 'x' }]],
    ['an unfinished frame waits', 'data: x\n', []],
    [
      'two frames',
      'data: x\n\nevent: next\ndata: y\n\n',
      [
        { event: 'message', data: 'x' },
        { event: 'next', data: 'y' },
      ],
    ],
  ])('%s', (_, text, frames) => {
    expect(createFrameReader()(text)).toEqual(frames);
  });

  test.each(['\n', '\r\n', '\r'])('lines may end with %j, and the text may be split anywhere', (end) => {
    const text = [': ping', '', 'event: next', 'data: {"a":1}', '', 'event: complete', 'data:', '', '.'].join(end);
    const expected = [
      { event: 'next', data: '{"a":1}' },
      { event: 'complete', data: '' },
    ];
    for (let at = 0; at <= text.length; at += 1) {
      const read = createFrameReader();
      expect([...read(text.slice(0, at)), ...read(text.slice(at))]).toEqual(expected);
    }
    const read = createFrameReader();
    expect([...text].flatMap((letter) => read(letter))).toEqual(expected);
  });
});
