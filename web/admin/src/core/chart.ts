/** What the charts have in common; colours of text follow the theme. */
import { computed } from 'vue'
import { dark } from './theme'

export const ink = computed(() => (dark.value ? '#a5acb3' : '#596069'))
export const rule = computed(() => (dark.value ? '#292e30' : '#eaecee'))

export function axes(categories: string[], format: (value: number) => string) {
  return {
    grid: { left: 8, right: 16, top: 34, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, textStyle: { color: ink.value }, icon: 'roundRect', itemWidth: 12, itemHeight: 8, type: 'plain' },
    tooltip: { trigger: 'axis', confine: true, valueFormatter: (v: unknown) => (typeof v === 'number' ? format(v) : '–') },
    xAxis: { type: 'category', data: categories, axisLabel: { color: ink.value }, axisTick: { show: false }, axisLine: { lineStyle: { color: rule.value } } },
    yAxis: { type: 'value', axisLabel: { color: ink.value, formatter: format }, splitLine: { lineStyle: { color: rule.value } } },
  }
}
