import { plainFormats } from '../plain-formats.ts';

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

export const formats = plainFormats({
  units: { second: ' sec', minute: ' min', hour: ' hr', day: ' days' },
  date: ([year, month, day]) => `${MONTHS[month - 1]} ${day}, ${year}`,
  range: ([year, month, day], [lastYear, lastMonth, lastDay]) => {
    const isSameYear = year === lastYear;
    const isSameMonth = isSameYear && month === lastMonth;
    const first = `${MONTHS[month - 1]} ${day}${isSameYear ? '' : `, ${year}`}`;
    return `${first} – ${isSameMonth ? '' : `${MONTHS[lastMonth - 1]} `}${lastDay}, ${lastYear}`;
  },
  time: (hour, minute, second) => `${hour % 12 || 12}:${minute}:${second}\u00a0${hour < 12 ? 'AM' : 'PM'}`,
});
