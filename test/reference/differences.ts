// Where a row differs from the reference on purpose: place → reason.

export const differences: Readonly<Record<string, string>> = {
  'AttachPolicyInfo.output.OperateUin': 'null in the documents own example though its table does not say so',
  'AttachPolicyInfo.output.OperateUinType': 'null in the documents own example though its table does not say so',
  'StrategyInfo.output.IsAttached': 'null in every recorded answer, because no entity was asked for',
  'LoginActionFlag.output.Mail': 'left out of recorded answers and of the documents own example unless it is set',
  'LoginActionFlag.output.U2FToken': 'left out of recorded answers and of the documents own example unless it is set',
}
