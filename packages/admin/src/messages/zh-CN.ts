/** The kit's own words in Chinese. A failure has three parts: happened, safe, act. */
export default {
  kit: {
    state: {
      waiting: '正在读取',
      empty: '这里还没有内容。有了以后会出现在这里。',
      old: '连不上服务器，下面是 {time} 的内容。',
    },
    failure: {
      retry: '再试一次',
      offline: {
        happened: '连不上服务器',
        safe: '您已经填好的内容都在。',
        act: '请看看网络是否连着，再试一次。',
      },
      signedOut: {
        happened: '登录时间到了',
        safe: '已经交上去的内容都在。',
        act: '请重新登录后接着做。',
      },
      notFound: {
        happened: '没有这一页，或者您的账号看不到它',
        safe: '别的页面照常用。',
        act: '需要的话，请找管理员。',
      },
      busy: {
        happened: '现在用的人多，服务器忙不过来',
        safe: '您已经填好的内容都在。',
        act: '请等半分钟再试一次。',
      },
      refused: {
        happened: '服务器没有接受这个请求',
        safe: '原来的内容没有动。',
        act: '请刷新这一页；还不行，请找管理员。',
      },
      broken: {
        happened: '服务器出了点问题，这一块没能读出来',
        safe: '已经存好的内容都在。',
        act: '请过一会儿再试一次；还不行，请找管理员。',
      },
    },
    write: {
      conflict: {
        happened: '这一处刚才别人也改过',
        safe: '两边的内容都留着，谁也没盖掉谁。',
        act: '请看一下新的内容，再决定用哪一个。',
      },
      refused: {
        happened: '这一步现在还不能做',
        safe: '您填的都在。',
        act: '请按上面说的改好，再试一次。',
      },
      notFound: {
        happened: '没有找到要改的内容，或者您的账号不能改它',
        safe: '别的内容没有动。',
        act: '需要的话，请找管理员。',
      },
      unsure: {
        happened: '没等到服务器的答复，还不知道收到没有',
        safe: '您填的都在；再发一次也不会重复。',
        act: '请看看网络是否连着，再试一次。',
      },
    },
    field: { optional: '可不填' },
    summary: { title: '还有 {count} 处要看一下', kept: '已填的都在。点上面的文字直接过去。' },
    date: {
      hint: '例如 2026-11-24',
      pick: '从日历里选',
      unread: '“{text}”看不出是哪一天。请写成 2026-11-24 这样。',
      tooEarly: '不能早于 {day}。请改一下日期。',
      tooLate: '不能晚于 {day}。请改一下日期。',
    },
    rebuilt: { tag: '重建稿' },
    save: { saved: '已上传', saving: '正在上传', waiting: '已存本机', attention: '需要处理' },
    live: { live: '实时', catchingUp: '正在补', polling: '每 15 秒更新', offline: '{time} 起没连上' },
    confirm: { cancel: '先不', busy: '正在办理' },
    sheet: { close: '关上' },
    radar: { table: '看表格', axis: '项目', full: '满分' },
    progress: { of: '{value}／{most}' },
    trace: { points: '{points} 分', none: '还没有计算过程。' },
    head: { path: '所在位置', title: '{page} · 村治' },
    slot: {
      fault: '这一块没能显示，其他内容不受影响。',
      retry: '重试',
      number: '编号 {number}',
      outline: '插件位 {name}',
    },
    page: {
      fault: '这一页没能打开',
      safe: '别的页面照常用，已经存好的内容都在。',
      act: '请重试；还不行，请把编号 {number} 告诉管理员。',
      home: '回首页',
    },
  },
};
