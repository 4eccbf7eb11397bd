/** How money is paid: the platform's own payment, or the sandbox's button. */

/** What POST /orders/{order_no}/pay answers: with WeChat, the parameters of wx.requestPayment beside the provider. */
export interface PayParameters {
  provider: string
  timeStamp?: string
  nonceStr?: string
  package?: string
  signType?: string
  paySign?: string
}

export type PayResult = 'paid' | 'sandbox' | 'cancelled' | 'elsewhere'

/** "sandbox": the caller pays at the server; "elsewhere": this platform has no such payment. */
export function requestPayment(parameters: PayParameters): Promise<PayResult> {
  if (parameters.provider === 'sandbox') return Promise.resolve('sandbox')
  // #ifdef MP-WEIXIN
  return new Promise((resolve) => {
    uni.requestPayment({
      provider: 'wxpay',
      orderInfo: '',
      timeStamp: parameters.timeStamp ?? '',
      nonceStr: parameters.nonceStr ?? '',
      package: parameters.package ?? '',
      signType: parameters.signType ?? 'RSA',
      paySign: parameters.paySign ?? '',
      success: () => resolve('paid'),
      fail: () => resolve('cancelled'),
    })
  })
  // #endif
  // #ifndef MP-WEIXIN
  return Promise.resolve('elsewhere')
  // #endif
}
