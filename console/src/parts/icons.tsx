// Pictures for navigation and buttons, drawn here so that nothing is fetched from elsewhere. They say nothing that words
// beside them do not say.
import type { ReactNode } from 'react'

const shapes = {
  account: 'M4 20c1-4 4-6 8-6s7 2 8 6M12 11a4 4 0 100-8 4 4 0 000 8z',
  close: 'M6 6l12 12M18 6L6 18',
  copy: 'M9 9h10v10H9zM5 15V5h10',
  download: 'M12 4v11m0 0l-4-4m4 4l4-4M5 20h14',
  group:
    'M3 19c.7-3.300 3-5 6-5s5.300 1.700 6 5M9 11a3.500 3.500 0 100-7 3.500 3.500 0 000 7zM16 4.500a3.500 3.500 0 010 6.300M17.500 14.300c1.900.7 3 2.300 3.500 4.700',
  identity: 'M4 5h16v14H4zM9 13a2 2 0 100-4 2 2 0 000 4zM6 16.500c.5-1.300 1.600-2 3-2s2.500.7 3 2M15 10h3M15 14h3',
  key: 'M14.500 9.500a4.500 4.500 0 10-4.200 4.500L12 12.300V10.500h2zM10 14l-6 6M6 18l2 2M8.500 15.500l1.500 1.500',
  link: 'M10 13.500a4 4 0 005.700.300l3-3a4 4 0 00-5.700-5.700l-1.500 1.500M14 10.500a4 4 0 00-5.700-.300l-3 3a4 4 0 005.700 5.700l1.500-1.500',
  list: 'M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01',
  mail: 'M4 6h16v12H4zM4 7l8 6 8-6',
  menu: 'M4 7h16M4 12h16M4 17h16',
  more: 'M6 12h.01M12 12h.01M18 12h.01',
  overview: 'M4 4h7v7H4zM13 4h7v4h-7zM13 11h7v9h-7zM4 14h7v6H4z',
  plus: 'M12 5v14M5 12h14',
  policy: 'M6 3h9l4 4v14H6zM15 3v4h4M9 12h6M9 16h6',
  role: 'M12 3l8 3v6c0 4.500-3.300 7.800-8 9-4.700-1.200-8-4.500-8-9V6zM9 12l2.200 2.200L15.500 10',
  search: 'M11 18a7 7 0 100-14 7 7 0 000 14zM16 16l5 5',
  service: 'M4 5h16v5H4zM4 14h16v5H4zM7.500 7.500h.01M7.500 16.500h.01',
  settings: 'M4 7h9M17 7h3M15 4.500v5M4 17h3M11 17h9M9 14.500v5',
  theme: 'M12 3a9 9 0 100 18zM12 3a9 9 0 010 18',
  token: 'M4 8h16v3a2 2 0 000 4v3H4v-3a2 2 0 000-4zM14 8v2M14 12.500v2M14 17v1',
  try: 'M7 4v16l13-8z',
  warning: 'M12 3L2 20h20zM12 10v4M12 17.500h.01',
  workshop: 'M4 20l1-4L16 5l3 3L8 19zM13 8l3 3M13 20h7',
} as const

export type IconName = keyof typeof shapes

export function Icon({ name }: { readonly name: IconName }): ReactNode {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={shapes[name]} />
    </svg>
  )
}
