import { BarController, BarElement, CategoryScale, Chart, LinearScale } from 'chart.js';

Chart.register(BarController, BarElement, CategoryScale, LinearScale);

/** Bars alone: no legend, no tooltip, no movement. */
export function draw(container, stages) {
  const canvas = container.appendChild(document.createElement('canvas'));
  return new Promise((resolve) => {
    new Chart(canvas, {
      type: 'bar',
      data: {
        labels: stages.map(({ stage }) => stage.name),
        datasets: [{ data: stages.map(({ reached }) => reached) }],
      },
      options: { animation: false, indexAxis: 'y', maintainAspectRatio: false },
      plugins: [{ id: 'drawn', afterDraw: resolve }],
    });
  });
}
