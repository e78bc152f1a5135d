// Words of the editor.
import { words } from '../text/words.ts'

export const t = words({
  actions: ['Actions', '操作'],
  add: ['Add', '添加'],
  addStatement: ['Add a statement', '添加语句'],
  allow: ['Allow', '允许'],
  cards: ['Cards', '卡片'],
  cardsCannot: [
    'This text says something that cards cannot show. Go on in the text.',
    '当前内容无法以卡片展示，请在文本中继续编辑。',
  ],
  clean: ['The linter finds nothing', '检查未发现问题'],
  comparisonHelp: ['Arrow keys scroll, Tab goes on, Escape closes.', '方向键滚动，Tab 前往下一项，Esc 关闭。'],
  conditions: ['Conditions', '条件'],
  deny: ['Deny', '拒绝'],
  effect: ['Effect', '效果'],
  error: ['error', '错误'],
  findings: ['Findings', '检查结果'],
  fix: ['Fix', '修正'],
  goTo: ['line {line}', '第 {line} 行'],
  help: [
    'JSON in policy syntax 2.0. Ctrl+Space completes, F8 goes to the next finding, Tab leaves the field.',
    'JSON，策略语法 2.0。Ctrl+空格补全，F8 跳到下一条检查结果，Tab 离开编辑器。',
  ],
  key: ['Key', '条件键'],
  notice: ['notice', '提示'],
  operator: ['Operator', '运算符'],
  remove: ['Remove', '移除'],
  resources: ['Resources', '资源'],
  statement: ['Statement {n}', '语句 {n}'],
  text: ['Text', '文本'],
  values: ['Values', '值'],
  view: ['Edit as', '编辑方式'],
  warning: ['warning', '警告'],
  why: ['Why?', '原因'],
})
