/**
 * What is refused of a preference in languages besides Chinese and English, in which people comment too: to put rules aside, to tell
 * secrets, to call tools. Verb and object both have to stand in it, in either order: "clave", alone, is a point that matters.
 */
const verbs = {
  putAside: [
    'ignorier|missacht|umgeh|vergiss|verstoß|befolge .*(nicht|keine)', // German
    'ignore[rzs]?|oublie|contourne|désobéi|enfrein|ne .*(respecte|suis|suive)', // French
    'ignor[aáeo]|olvid|omit[ea]|desobedec|s[aá]lta|quebrant', // Spanish
    'esque[cç]|contorn|viole', // Portuguese
    'dimentica|aggira|trascura|disobbedi', // Italian
    'игнорир|забудь|забыть|обойди|обходи|наруш|не (соблюда|следу)', // Russian
    '無視|忘れ|破っ|破る|従わない|回避', // Japanese
    '무시|잊어|어기|위반|우회|따르지', // Korean
  ],
  tell: [
    'gib|gebe|zeig|verrat|nenn|ausgeben|offenbar|schick',
    'donne|montre|révèle|affiche|divulgue|envoie|dis',
    'muestr|mostr|revel|dime|da|d[aá]me|imprim|env[ií]a|diga',
    'mostra|rivela|stampa|invia|dammi',
    'вывед|вывод|покаж|раскр|назов|отправ|сообщ|выда',
    '出力|表示|教え|見せ|明か|送',
    '출력|알려|보여|공개|말해|보내',
  ],
  call: [
    'ruf|nutze|verwende|benutze|starte',
    'appel|utilis|lance|exécut',
    'llam|us[ae]|ejecut|invoc|cham|execut|chiam|esegu',
    'вызыва|вызов|использу|запуска',
    '呼び出|呼ん|使っ|使う|使用|実行',
    '호출|사용|실행',
    'call|invoke|execute|run|调用|執行|执行|运行',
  ],
}
const things = {
  rules:
    'regel|vorschrift|anweisung|règle|consigne|regla|instruccion|regra|instruç|istruzion|regol|правил|инструкц|ограничен|ルール|規則|指示|命令|制限|규칙|지시|제한|명령',
  secrets:
    'schlüssel(?!\\p{L})|passwort|geheimnis|anweisung|clés?(?!\\p{L})|mots? de passe|secret|jeton|(la|las|tu|tus) claves?(?!\\p{L})|contraseña|senha|chave|segredo|chiav[ei](?!\\p{L})|segret|парол|ключ(?!ев)|секрет|промпт|鍵|秘密|パスワード|プロンプト|비밀|암호|열쇠|프롬프트',
  tools:
    'werkzeug|outils?(?!\\p{L})|herramienta|ferramenta|strument|инструмент(?!ар)|ツール|도구|tools?(?!\\p{L})|工具',
}

const both = (words: readonly string[], objects: string) => {
  const verb = `(?<!\\p{L})(${words.join('|')})|[\\u3040-\\u30ff\\u3400-\\u9fff\\uac00-\\ud7af\\s](${words.join('|')})`
  return new RegExp(`(${verb}).{0,60}(${objects})|(${objects}).{0,60}(${verb})`, 'iu')
}

export const ordersElsewhere = [
  both(verbs.putAside, things.rules),
  both(verbs.tell, things.secrets),
  both(verbs.call, things.tools),
]
