import './main.css'
import { Toast } from '@base-ui/react/toast'
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { z } from 'zod'
import { Refused } from './api/client.ts'
import { startLanguage } from './language/start-language.ts'
import { createConsoleRouter } from './routes.tsx'
import { startTheme } from './theme.ts'

// The page's security policy forbids code made from text, which Zod would try for speed.
z.config({ jitless: true })

/** Whoever is not signed in (any more) is led to the page that says how, from wherever it was noticed, and nothing read before stays. */
const onError = (error: unknown): void => {
  if (error instanceof Refused && error.status === 401)
    void router.navigate({ to: '/signed-out', replace: true }).then(() => queries.clear())
}

const queries = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // A refusal stays one however often it is asked; only what was not reached is worth another try.
      retry: (failures, error) => failures < 2 && !(error instanceof Refused && error.status >= 400 && error.status < 500),
    },
  },
})
const router = createConsoleRouter(queries)

startTheme()
await startLanguage()

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element "root"')
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <Toast.Provider timeout={6_000}>
        <RouterProvider router={router} />
      </Toast.Provider>
    </QueryClientProvider>
  </StrictMode>,
)
