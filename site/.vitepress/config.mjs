import { defineConfig } from 'vitepress'

const group = (text, ...items) => ({ text, items: items.map(([name, link]) => ({ text: name, link })) })

export default defineConfig({
  title: 'distill4j',
  description: 'Knowledge distillation for the JVM',
  srcDir: 'pages',
  outDir: '../target/site',
  cleanUrls: false,
  markdown: { theme: { light: 'github-light', dark: 'github-dark' } },
  // The javadoc is joined after the pages are made.
  ignoreDeadLinks: [/^\/api\//],
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Guide', link: '/guide' },
      { text: 'Uses', link: '/uses' },
      { text: 'Javadoc', link: '/api/index.html', target: '_blank' },
    ],
    sidebar: [
      group(
        'New here',
        ['What it is', '/'],
        ['Guide', '/guide'],
        ['From Python', '/from-python'],
        ['What distillation is for', '/uses'],
      ),
      group(
        'Models and data',
        ['Teachers and students', '/teachers-and-students'],
        ['Losses', '/losses'],
        ['Text', '/text'],
        ['The command line', '/command-line'],
        ['Engines', '/engines'],
      ),
      group(
        'In operation',
        ['Deploying a student', '/deploying'],
        ['Apache Spark', '/spark'],
        ['Performance', '/performance'],
        ['Security', '/security'],
      ),
      group('Evidence', ['Full MNIST', '/mnist'], ["The paper's claims", '/paper']),
      group(
        'Changing it',
        ['Architecture', '/architecture'],
        ['Contributing', '/contributing'],
        ['Writing a backend', '/writing-a-backend'],
        ['What a backend must do', '/spec'],
        ['Changes', '/changelog'],
      ),
    ],
  },
})
