/**
 * LOGO of assets.ts as Chromium draws it on 128 by 128 pixels, without a ground. test/browser/logo.spec.ts compares the
 * two: whoever changes the one draws the other anew.
 */
export const LOGO_PNG = Buffer.from(
  [
    'iVBORw0KGgoAAAANSUhEUgAAAIAAAACACAMAAAD04JH5AAABiVBMVEUAAAD//wD/v0D/zDP/qir/tiT/v0D/xjn/sTvy',
    's0D0vDf0tUD1uD31ujv2szn4tjryuUDztD70tUD1tDz2tkD2tz/2tD7ztj3ztzz0tz30tTzytj3ytz/ztz30tT30tT/y',
    'tj7ytz7ztT30tj30tz/0tT/ytz7ytT/ztj7ztT7ztT7ztj7ztj30tj7ztj7ztj7ytj/ytj7ztj7ztj/ztj7ztT7ztj/z',
    'tT7ztj/ztj/ztj7ztT/ztT/ztj/ztj7ytj7ytj/ytT7ytj7ytj/ytT7ztj7ztT/ztT/ztj7ztj7ztT/ztj7ytj/ytT7y',
    'tT7ytT/ztT7ztj/ztT/ztj7ztT/ztj7ytT7ytj/ytj7ytT7ztT7ztj/ztT/ztj7ztj+Xfjk0QjQWMDEMKjIVLzI3RDSe',
    'gjpWVzUjODLtsj5mYDbwsz7XpT1LUDWnhzqyjjtBSjRCSjVFTDRMUTWagToaMjIgNzI+RzS1kDtpYja/lzxdWzYfNjIf',
    'NTKqijpTVTXOoDwSLTIWMDLZpj0rkTZtAAAAXnRSTlMAAgQFBgcICQ0UFxgZGhsjKCkwMzg5Oj9AQ0hQUVhgYWJjaHBx',
    'dXh5e3yAhIWIkJeeoKSnqKmqra6vuLq7v8DGx8jKy8zOz9DR0tPV2N3e4OHj5OXo6e7w8fL1+Pz+64qeWgAAAvxJREFU',
    'eNrtm+lTE0EQxTsol8YYSDw4jIqCiAKK8UIEMQZRwAskCEmjUUAEUYJRQFH0L7c2K7obZyczKXbasvp93Knp96tkM5Xp',
    '6gcgUri1+/rA2DTukqbHBq51tx4ERYU7RtAXDZ1RYWgeRh+VaCphfySJPivRILGvv4kG1Bfx8j+bQSPKtAvtq3vQmHqq',
    '//YPJtGgksFi/0PjaFTj9W7/qiE0rGSVC+AKGlfc6d+GBGr741+XpgBI1/0G6EUS9e74NyGRGm3/vY+oAEYCdG+grVOW',
    'f+0zOoCpWgBoREIdBYAuSoBOABilBBgFCCOpwpS/Afs8jtMCxD2O4dnnL7IFvXw1K1iem1/IFmlhfk6/jnUc3xU8fb3o',
    'LL34pmh5aTkr1PKSXh1LgzAhePrWXXilaPld1kPv9epYeggzgqer7o059+pa1lNrOnUKmgHRF/PBvTHvXs15A+R06tgS',
    'AhTXda/mvQHyOnXKBshKxAAM8L8AfHTvWy0XQF5HArDi3vipXAB5HQkArjv3rWO5API6MgDc2Pxs7/qyuYHlA0jrSAFk',
    '0gEoLQZgAAZgAAZgAAb4VwFk93odgJL9ATGA/F6vDqDQHxADyO/16gAK/QExgPxerw6g0B/AMvoD6gA+9Qf4bsgADMD9',
    'Ae4PcH+AARiAARiAARiAAbg/wP0B7g/w3ZAByAHIh1jUx3iUAFLa/YEtb4At7f5ASjjPWOJe7/kRfNWrg4WJxn7t/gB+',
    '2xb7f/+hV8dSv8c8YYl7vfI4X8n+QJx2phWxC2K0ADEIZSj9M0EQjlQa0yAAdFICdABAlBIgak23p+j8U9Tj/XbMpHKC',
    'yv9ppR2xaKECaPmVMQk8oPG/H9hJuRyjAXCEHy9Q+F90JK0qbpj376twZr1qhk3736txx+1Cj836PzlAG3i8tZ828hnf',
    'I0ydthv6a5A+7RW7jfQZef0jkuRxQ8Jve2nwuXAq3vHT/nazQvo8dPLqlB/mk5dj+1QD+HD4+LlLiclds07Ez5+Iip1+',
    'AsdNxAy1dssvAAAAAElFTkSuQmCC',
  ].join(''),
  'base64',
);
