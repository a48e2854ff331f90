import { plainFormats, twoDigits } from '../plain-formats.ts';

export const formats = plainFormats({
  units: { second: '秒', minute: '分钟', hour: '小时', day: '天' },
  date: ([year, month, day]) => `${year}年${month}月${day}日`,
  range: ([year, month, day], [lastYear, lastMonth, lastDay]) => {
    const isSameYear = year === lastYear;
    const isSameMonth = isSameYear && month === lastMonth;
    const last = `${isSameYear ? '' : `${lastYear}年`}${isSameMonth ? '' : `${lastMonth}月`}${lastDay}日`;
    return `${year}年${month}月${day}日至${last}`;
  },
  time: (hour, minute, second) => `${twoDigits(hour)}:${minute}:${second}`,
});
