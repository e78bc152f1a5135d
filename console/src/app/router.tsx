// From the table of pages to routes. Each page is fetched when it is wanted, or when the mouse comes near a link to it.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { ButtonLink } from '../parts/button.tsx'
import { FaultPanel } from '../parts/fault-panel.tsx'
import { Empty, Loading, PageFrame } from '../parts/frame.tsx'
import { t } from '../parts/words.ts'
import { pageRows } from './pages.ts'
import { Shell } from './shell.tsx'

const rootRoute = createRootRoute({ component: Shell })

const pages = pageRows.map(({ path, load }) =>
  createRoute({ getParentRoute: () => rootRoute, path, component: lazyRouteComponent(load, 'Page') }),
)

export const router = createRouter({
  routeTree: rootRoute.addChildren(pages),
  basepath: '/console',
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultPendingComponent: Loading,
  defaultErrorComponent: ({ error }) => <FaultPanel error={error} />,
  defaultNotFoundComponent: () => (
    <PageFrame title={t('notFound')}>
      <Empty title={t('notFoundWhy')}>
        <ButtonLink to="/">{t('back')}</ButtonLink>
      </Empty>
    </PageFrame>
  ),
})
