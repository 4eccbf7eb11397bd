/**
 * The built mini-program in WeChat's own simulator: its pages are rendered, its wx.request goes over real HTTP to the
 * program, everything else of `wx` is a small stand-in that notes what it was asked.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { JSDOM } from 'jsdom'

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..')
export const DIST = process.env.YIZHAN_MINIPROGRAM ?? join(ROOT, 'web/guest/dist/mp-weixin')
const BUILT_FOR = 'http://127.0.0.1:8080'
const require = createRequire(import.meta.url)

function sleep(ms) {
  return new Promise((done) => setTimeout(done, ms))
}

/** The browser that the simulator draws into; the program under test must not take it for its own. */
function drawInto() {
  const { window } = new JSDOM('<!DOCTYPE html><body></body>', { pretendToBeVisual: true })
  for (const name of ['window', 'document', 'Event', 'CustomEvent', 'Node', 'HTMLElement'])
    globalThis[name] = name === 'window' ? window : window[name]
}

export class MiniProgram {
  constructor(server, { loginCode = null } = {}) {
    this.server = server
    this.loginCode = loginCode
    this.storage = new Map()
    this.toasts = []
    this.asked = []
    this.stack = []
    /* A folder of its own: where it was built, package.json would make modules of another kind of its files. */
    this.folder = mkdtempSync(join(tmpdir(), 'yizhan-miniprogram-'))
    cpSync(DIST, this.folder, { recursive: true })
    writeFileSync(join(this.folder, 'package.json'), '{"type":"commonjs"}')
  }

  launch() {
    drawInto()
    this.simulate = require('miniprogram-simulate')
    Object.assign(globalThis.wx, this.platform())
    globalThis.Page = () => undefined
    globalThis.App = (app) => (this.app = app)
    globalThis.getApp = () => this.app
    globalThis.getCurrentPages = () => this.stack.map(({ component }) => component.instance)
    require(join(this.folder, 'app.js'))
    this.app.onLaunch({ path: 'pages/home/home', query: {}, scene: 1001 })
    this.app.onShow?.({})
  }

  /** The part of wx that the app may use, each call noted by name. */
  platform() {
    const note = (name, act) => (options = {}) => {
      this.asked.push(name)
      return act(options)
    }
    const done = (options, answer = {}) => void Promise.resolve().then(() => options.success?.(answer))
    const system = { platform: 'devtools', language: 'zh_CN', SDKVersion: '3.5.0', windowWidth: 390, windowHeight: 844,
      screenWidth: 390, screenHeight: 844, pixelRatio: 2, statusBarHeight: 44, system: 'iOS 17', model: 'iPhone',
      brand: 'iPhone', version: '8.0.50', safeArea: { top: 44, bottom: 810, left: 0, right: 390, width: 390, height: 766 } }
    return {
      getSystemInfoSync: () => system,
      getAppBaseInfo: () => system,
      getDeviceInfo: () => system,
      getWindowInfo: () => system,
      canIUse: () => true,
      getStorageSync: (name) => this.storage.get(name) ?? '',
      setStorageSync: (name, value) => void this.storage.set(name, value),
      removeStorageSync: (name) => void this.storage.delete(name),
      request: note('request', (options) => this.send(options)),
      login: note('login', (options) =>
        this.loginCode ? done(options, { code: this.loginCode }) : void options.fail?.({ errMsg: 'login:fail' })),
      showToast: note('showToast', (options) => {
        this.toasts.push(options.title)
        done(options)
      }),
      getLocation: note('getLocation', (options) => done(options, { latitude: 30.66, longitude: 104.06 })),
      setNavigationBarTitle: note('setNavigationBarTitle', (options) => {
        this.title = options.title
        done(options)
      }),
      setTabBarItem: note('setTabBarItem', done),
      requestSubscribeMessage: note('requestSubscribeMessage', done),
      requestPayment: note('requestPayment', done),
      makePhoneCall: note('makePhoneCall', done),
      openLocation: note('openLocation', done),
      navigateTo: note('navigateTo', ({ url }) => this.open(url)),
      redirectTo: note('redirectTo', ({ url }) => this.open(url, 1)),
      switchTab: note('switchTab', ({ url }) => this.open(url, this.stack.length)),
      navigateBack: note('navigateBack', ({ delta = 1 } = {}) => this.back(delta)),
    }
  }

  /** What wx.request does, over real HTTP, to the server under test instead of the address it was built for. */
  send({ url, method = 'GET', header = {}, data, dataType, success, fail, complete }) {
    const at = new URL(url.replace(BUILT_FOR, this.server.url))
    /* A connection of its own each time: while a page is drawn here, the server would close a waiting one. */
    const call = request(at, { method, headers: header, agent: false }, (answer) => {
      const pieces = []
      answer.on('data', (piece) => pieces.push(piece))
      answer.on('end', () => {
        const text = Buffer.concat(pieces).toString('utf8')
        const body = dataType === 'json' ? JSON.parse(text) : text
        const result = { statusCode: answer.statusCode, header: answer.headers, data: body }
        success?.(result)
        complete?.(result)
      })
    })
    call.on('error', ({ message }) => {
      fail?.({ errMsg: `request:fail ${message}` })
      complete?.({})
    })
    call.end(data)
    return { abort: () => call.destroy(), onHeadersReceived() {}, offHeadersReceived() {} }
  }

  /** Opens a page as the platform does; `leaving` pages are closed below it. */
  open(url, leaving = 0) {
    const [path, search = ''] = url.replace(/^\//, '').split('?')
    for (let i = 0; i < leaving; i++) this.close()
    this.stack.at(-1)?.component.instance.onHide?.()
    const compiled = { compiler: 'official', rootPath: this.folder }
    const id = this.simulate.load(join(this.folder, path), path.split('/').at(-1), compiled)
    const component = this.simulate.render(id)
    const parent = document.createElement('div')
    document.body.appendChild(parent)
    const page = component.instance
    page.route = path
    this.stack.push({ component, parent, path })
    component.attach(parent)
    page.onLoad?.(Object.fromEntries(new URLSearchParams(search)))
    page.onShow?.()
    component.triggerLifeTime?.('ready')
    page.onReady?.()
  }

  close() {
    const { component, parent } = this.stack.pop()
    component.instance.onUnload?.()
    component.detach()
    parent.remove()
  }

  back(delta) {
    for (let i = 0; i < delta && this.stack.length > 1; i++) this.close()
    this.stack.at(-1).component.instance.onShow?.()
  }

  get path() {
    return this.stack.at(-1)?.path
  }

  get dom() {
    return this.stack.at(-1).parent
  }

  get text() {
    return this.dom.textContent.replace(/\s+/g, ' ')
  }

  /** Waits until the page shows the text, or fails saying what it shows. */
  async until(seen, ms = 20_000) {
    const end = Date.now() + ms
    const shown = () => (seen instanceof RegExp ? seen.test(this.text) : this.text.includes(seen))
    const is = typeof seen === 'function' ? seen : shown
    while (!is()) {
      if (Date.now() > end) throw new Error(`${this.path} does not show ${seen}: ${this.text.slice(0, 600)}`)
      await sleep(25)
    }
  }

  /** The innermost element that shows the words, of those that are there the last one. */
  showing(words) {
    const shown = (element) => element.textContent.replace(/\s+/g, ' ').trim()
    const fits = (element) => (words instanceof RegExp ? words.test(shown(element)) : shown(element) === words)
    const found = [...this.dom.querySelectorAll('*')].filter(fits).at(-1)
    if (!found) throw new Error(`${this.path} shows no ${words}: ${this.text.slice(0, 600)}`)
    return found
  }

  /** A finger on the words. */
  tap(words) {
    this.showing(words).__wxElement.triggerEvent('tap', {}, { bubbles: true, composed: true })
  }

  /** Types into the line with that label. */
  type(label, value) {
    const line = this.showing(label).parentNode
    line.querySelector('wx-input').__wxElement.triggerEvent('input', { value })
  }

  end() {
    while (this.stack.length) this.close()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** Reads a file of the built mini-program. */
export function built(path) {
  return readFileSync(join(DIST, path), 'utf8')
}
