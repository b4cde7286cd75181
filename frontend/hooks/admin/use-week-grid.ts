'use client';

import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';

import { paint, SLOT, coverage, type Week } from '@/lib/week-hours';

type Cell = { day: number; start: number };
type Stroke = { from: Cell; to: Cell; isOpen: boolean };

type Options = {
  week: Week;
  /** The weekdays in the order of the columns. */
  order: readonly number[];
  /** What shows, in minutes of the day. */
  hours: { start: number; end: number };
  onChange: (week: Week) => void;
};

/**
 * The behaviour of the grid of a week. A drag opens or closes all cells between its ends,
 * by what the first one was. Arrows move, space changes a cell, with Shift the next one
 * becomes as this one is. Return what to spread into the grid, and the week to show.
 */
export function useWeekGrid({ week, order, hours, onChange }: Options) {
  const [stroke, setStroke] = useState<Stroke>();
  const [focus, setFocus] = useState<Cell>({ day: order[0] ?? 0, start: hours.start });
  const root = useRef<HTMLDivElement>(null);
  const isOpen = ({ day, start }: Cell) =>
    coverage(week[day] ?? [], start, start + SLOT) === 'open';

  function after({ from, to, isOpen: becomes }: Stroke): Week {
    const [left, right] = [from, to].map(({ day }) => order.indexOf(day)).toSorted(byNumber);
    const days = order.slice(left, (right ?? 0) + 1);
    const start = Math.min(from.start, to.start);
    const end = Math.max(from.start, to.start) + SLOT;
    return week.map((ranges, day) =>
      days.includes(day) ? paint(ranges, start, end, becomes) : ranges,
    );
  }

  function handlePointerDown(event: PointerEvent) {
    const cell = cellAt(event);
    // A finger scrolls; it changes one cell by a tap, below.
    if (!cell || event.button !== 0 || event.pointerType === 'touch') return;
    root.current?.setPointerCapture(event.pointerId);
    move(cell);
    event.preventDefault();
    setStroke({ from: cell, to: cell, isOpen: !isOpen(cell) });
  }

  function handlePointerMove(event: PointerEvent) {
    const cell = stroke && cellAt(event);
    if (cell) setStroke({ ...stroke, to: cell });
  }

  function handlePointerUp(event: PointerEvent) {
    const cell = cellAt(event);
    if (stroke) onChange(after(stroke));
    else if (cell && event.pointerType === 'touch') toggle(cell);
    setStroke(undefined);
  }

  function toggle(cell: Cell, becomes = !isOpen(cell)) {
    onChange(after({ from: cell, to: cell, isOpen: becomes }));
  }

  function handleKeyDown(event: KeyboardEvent) {
    if (event.key === ' ' || event.key === 'Enter') toggle(focus);
    else if (event.key === 'Escape' && stroke) setStroke(undefined);
    else {
      const next = cellForKey(event.key, focus, order, hours);
      if (!next) return;
      if (event.shiftKey) {
        onChange(after({ from: focus, to: next, isOpen: isOpen(focus) }));
      }
      move(next);
    }
    event.preventDefault();
  }

  function move(cell: Cell) {
    setFocus(cell);
    const selector = `[data-day="${cell.day}"][data-start="${cell.start}"]`;
    root.current?.querySelector<HTMLElement>(selector)?.focus();
  }

  // What is earlier or later can be hidden again when the hours change.
  const isShown = focus.start >= hours.start && focus.start < hours.end;
  return {
    shown: stroke ? after(stroke) : week,
    focus: isShown ? focus : { ...focus, start: hours.start },
    grid: {
      ref: root,
      onPointerDown: handlePointerDown,
      onPointerMove: handlePointerMove,
      onPointerUp: handlePointerUp,
      onPointerCancel: () => setStroke(undefined),
      onKeyDown: handleKeyDown,
    },
  };
}

const byNumber = (one: number, other: number) => one - other;

/** Return the cell under a pointer; a captured pointer has the grid as its target. */
function cellAt(event: PointerEvent): Cell | undefined {
  const element = document.elementFromPoint(event.clientX, event.clientY);
  const cell = element?.closest<HTMLElement>('[data-day]');
  return cell ? { day: Number(cell.dataset.day), start: Number(cell.dataset.start) } : undefined;
}

function cellForKey(
  key: string,
  { day, start }: Cell,
  order: readonly number[],
  hours: { start: number; end: number },
): Cell | undefined {
  const column = order.indexOf(day);
  const at = (index: number, time: number) => {
    const next = order[Math.min(Math.max(index, 0), 6)] ?? day;
    return { day: next, start: Math.min(Math.max(time, hours.start), hours.end - SLOT) };
  };
  switch (key) {
    case 'ArrowUp':
      return at(column, start - SLOT);
    case 'ArrowDown':
      return at(column, start + SLOT);
    case 'ArrowLeft':
      return at(column - 1, start);
    case 'ArrowRight':
      return at(column + 1, start);
    case 'Home':
      return at(0, start);
    case 'End':
      return at(6, start);
    case 'PageUp':
      return at(column, hours.start);
    case 'PageDown':
      return at(column, hours.end);
    default:
      return undefined;
  }
}
