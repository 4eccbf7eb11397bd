import { createApp } from 'vue'
import 'element-plus/theme-chalk/base.css'
import 'element-plus/theme-chalk/dark/css-vars.css'
import './styles/theme.scss'
import './styles/base.css'
import App from './App.vue'
import { i18n, showLanguage } from './core/language'
import { followTheme } from './core/theme'
import { router } from './router'

followTheme()
showLanguage()
createApp(App).use(i18n).use(router).mount('#app')
