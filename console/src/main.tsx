// Where the console begins in the browser: one client of queries, the router, and the corner for results.
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { I18nProvider } from 'react-aria-components'
import { createRoot } from 'react-dom/client'
import { createQueries } from './api/queries.ts'
import { router } from './app/router.tsx'
import { Toasts } from './parts/toast.tsx'
import './app/style.css'
import './app/shell.css'
import './parts/parts.css'
import './parts/forms.css'
import './parts/lists.css'

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no root')
createRoot(root).render(
  <StrictMode>
    <I18nProvider locale={document.documentElement.lang}>
      <QueryClientProvider client={createQueries()}>
        <RouterProvider router={router} />
        <Toasts />
      </QueryClientProvider>
    </I18nProvider>
  </StrictMode>,
)
