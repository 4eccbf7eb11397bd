/** Every page with the role it asks for; the navigation shows the same rows. */
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { about } from './core/house'
import { findSession, may, staff } from './core/session'
import type { Role } from './core/types'

declare module 'vue-router' {
  interface RouteMeta {
    role?: Role
    open?: boolean
    title?: string
  }
}

const pages: RouteRecordRaw[] = [
  { path: '', name: 'today', component: () => import('./pages/today/TodayPage.vue') },
  { path: 'orders/:orderNo?', name: 'orders', component: () => import('./pages/orders/OrdersPage.vue') },
  { path: 'calendar', name: 'calendar', component: () => import('./pages/calendar/CalendarPage.vue') },
  { path: 'rooms', name: 'rooms', component: () => import('./pages/rooms/RoomsPage.vue') },
  { path: 'timeline', name: 'timeline', component: () => import('./pages/timeline/TimelinePage.vue') },
  { path: 'day', name: 'day', component: () => import('./pages/day/DayPage.vue') },
  { path: 'shifts', name: 'shifts', component: () => import('./pages/shifts/ShiftsPage.vue') },
  { path: 'sales', name: 'sales', component: () => import('./pages/sales/SalesPage.vue') },
  { path: 'room-types', name: 'roomTypes', component: () => import('./pages/roomtypes/RoomTypesPage.vue') },
  { path: 'branches', name: 'branches', component: () => import('./pages/branches/BranchesPage.vue') },
  { path: 'coupons', name: 'coupons', component: () => import('./pages/coupons/CouponsPage.vue') },
  { path: 'members', name: 'members', component: () => import('./pages/members/MembersPage.vue') },
  { path: 'companies', name: 'companies', component: () => import('./pages/companies/CompaniesPage.vue') },
  { path: 'debtors', name: 'debtors', component: () => import('./pages/debtors/DebtorsPage.vue') },
  { path: 'reports', name: 'reports', component: () => import('./pages/reports/ReportsPage.vue') },
  {
    path: 'console/:tab?/:id?', name: 'console', meta: { role: 'manager' },
    component: () => import('./pages/console/ConsolePage.vue'),
  },
  { path: 'staff', name: 'staff', meta: { role: 'owner' }, component: () => import('./pages/staff/StaffPage.vue') },
  { path: 'tokens', name: 'tokens', component: () => import('./pages/tokens/TokensPage.vue') },
  { path: 'audit', name: 'audit', meta: { role: 'manager' }, component: () => import('./pages/audit/AuditPage.vue') },
  {
    path: 'settings', name: 'settings', meta: { role: 'manager' },
    component: () => import('./pages/settings/SettingsPage.vue'),
  },
]

export const router = createRouter({
  history: createWebHistory('/admin/'),
  routes: [
    { path: '/login', name: 'login', meta: { open: true }, component: () => import('./pages/login/LoginPage.vue') },
    { path: '/setup', name: 'setup', meta: { open: true }, component: () => import('./pages/setup/SetupPage.vue') },
    { path: '/', component: () => import('./shell/AppShell.vue'), children: pages },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
})

router.beforeEach(async (to) => {
  if (to.meta.open) return true
  try {
    if (!staff.value && !(await findSession())) {
      if ((await about()).setup) return { name: 'setup', hash: to.hash }
      return { name: 'login', query: to.fullPath === '/' ? {} : { to: to.fullPath } }
    }
  } catch {
    return { name: 'login', query: { to: to.fullPath, offline: '1' } }
  }
  return to.meta.role && !may(to.meta.role) ? { name: 'today' } : true
})
