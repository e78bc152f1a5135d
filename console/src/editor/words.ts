// Words of the editor.
import { words } from '../text/words.ts'

export const t = words({
  clean: ['The linter finds nothing', '检查未发现问题'],
  error: ['error', '错误'],
  findings: ['Findings', '检查结果'],
  fix: ['Fix', '修正'],
  goTo: ['line {line}', '第 {line} 行'],
  help: [
    'JSON in policy syntax 2.0. Ctrl+Space completes, F8 goes to the next finding, Tab leaves the field.',
    'JSON，策略语法 2.0。Ctrl+空格补全，F8 跳到下一条检查结果，Tab 离开编辑器。',
  ],
  notice: ['notice', '提示'],
  warning: ['warning', '警告'],
  why: ['Why?', '原因'],
})
