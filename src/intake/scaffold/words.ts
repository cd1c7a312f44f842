/**
 * Words by which operators name columns and codes, in English, French, German, Spanish, Dutch and Italian. Content
 * decides first; these words decide between columns whose content looks alike.
 */
export const FIELDS = [
  'time',
  'date',
  'clock',
  'end_time',
  'duration',
  'service',
  'direction',
  'msisdn',
  'other',
  'caller',
  'callee',
  'imsi',
  'imei',
  'cell',
  'area',
  'mcc',
  'mnc',
  'last',
  'first',
  'latitude',
  'longitude',
  'azimuth',
  'beamwidth',
  'technology',
  'valid_from',
  'valid_until',
  'volume',
] as const;
export type FieldWord = (typeof FIELDS)[number];

/** Lower case, without accents; everything that is no letter or digit becomes one space. */
export const plainWords = (text: string): string =>
  text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

const WORDS: Record<FieldWord, RegExp> = {
  time: /\b(start|begin|beginn|debut|inicio|inizio|aanvang|anfang|time|timestamp|datetime|date|heure|horodatage|zeit|zeitpunkt|zeitstempel|datum|hora|fecha|tijd|tijdstip|ora|data|moment)\b|start(time|date|zeit)|(date|call|event)time|\bts\b|epoch|unix/,
  date: /\b(date|datum|fecha|data|jour|dia|tag|dag|giorno)\b|date$/,
  clock: /\b(time|heure|zeit|uhrzeit|hora|tijd|ora|clock)\b|time$/,
  end_time: /\b(end|ended|fin|ende|einde|fine|stop|final|release|disconnect)\b|^(end|stop)/,
  duration:
    /\b(duration|dur|duree|dauer|gesprachsdauer|gespraechsdauer|gesprekduur|duracion|duur|durata|seconds|secs|sec|secondes|sekunden|segundos|secondi)\b|duration/,
  service:
    /\b(service|type|typ|tipo|soort|dienst|dienstart|servicio|servizio|toc|kind|art|nature|categorie|category|event|evento|ereignis|prestation|teleservice|bearer|usage|call type|comm)\b|type$|service/,
  direction:
    /\b(direction|dir|sens|richtung|direccion|sentido|richting|direzione|verso|role|rol|rolle|ruolo|way|in out|mo mt)\b|direction/,
  msisdn:
    /\b(msisdn|served|subscriber|customer|client|abonne|target|target no|kunde|kunden|kundennummer|teilnehmer|rufnummer|anschluss|abonado|cliente|linea|telefono|abonnee|klant|abbonato|utenza|utente|own|user|party a|a party|a number|a nummer|numero appele ou appelant|ligne|numero abonne|mobile number|phone number)\b|msisdn|subscriber/,
  other:
    /\b(other|correspondent|correspondant|corresponsal|corrispondente|gegenstelle|gegenuber|partner|peer|counterpart|b party|party b|b number|b nummer|bparty|contact|remote|interlocuteur|interlocutor|interlocutore|contra|destino|tegenpartij|wederpartij|andere|autre|opposite|otro|altro|tegennummer|contraparte|partnernummer)\b|other/,
  caller:
    /\b(calling|caller|appelant|llamante|anrufer|rufende|rufender|beller|chiamante|originating|originator|origin|origen|source|from|emetteur|orig|opgeroepen door|bellend)\b|calling/,
  callee:
    /\b(called|callee|appele|llamado|angerufener|gerufene|gerufener|gebelde|chiamato|dialed|dialled|destination|destino|destinataire|terminating|to|dest|gebeld)\b|called/,
  imsi: /imsi|\bsim\b/,
  imei: /imei|\b(equipment|terminal|handset|endgerat|endgeraet|geratenummer|geraet|toestel|equipo|apparato|apparecchio)\b/,
  cell: /\b(cell|cellule|cella|celda|zelle|cel|cgi|ecgi|ci|eci|cellid|cid|site key|antenna|antenne|antena|zellkennung|zell id|celid|bts|location|cle antenne)\b|cell/,
  area: /\b(lac|tac|area|zone de localisation|location area|lai|tai)\b/,
  mcc: /\bmcc\b|country code/,
  mnc: /\bmnc\b|network code/,
  last: /\b(last|end|final|fin|ende|letzte|letzter|dernier|derniere|ultimo|ultima|laatste|einde|fine|arrivee)\b|^last/,
  first:
    /\b(first|1st|start|begin|debut|premier|premiere|erste|erster|anfang|inicio|primera|primero|primo|prima|eerste|depart|1)\b|^first/,
  latitude: /\b(lat|latitude|latitud|latitudine|breite|breitengrad|geo breite|breedtegraad)\b|latitude/,
  longitude:
    /\b(lon|long|lng|longitude|longitud|longitudine|lange|laenge|langengrad|laengengrad|lengtegraad|geo lange)\b|longitude/,
  azimuth:
    /\b(azimuth|azimut|acimut|azi|az|bearing|orientation|orientierung|richtung|hauptstrahlrichtung|orientacion|orientamento|richting|heading|direction)\b|azimu/,
  beamwidth:
    /\b(beamwidth|beam width|beam|ouverture|offnungswinkel|oeffnungswinkel|apertura|openingshoek|hpbw|width)\b/,
  technology:
    /\b(technology|technologie|tecnologia|technik|rat|network|reseau|netz|netztyp|red|rete|netwerk|generation|generacion|system|systeme|tech|techno)\b/,
  valid_from:
    /\b(from|since|valid from|in service|debut|mise en service|ab|gultig ab|gueltig ab|von|desde|alta|inicio|vanaf|begin|start|dal|inizio|depuis|activation|on air)\b|from/,
  valid_until:
    /\b(until|till|to|valid until|valid to|out of service|fin|bis|gultig bis|gueltig bis|hasta|baja|tot|einde|end|ende|al|fine|jusqu|deactivation|off air)\b|until/,
  volume:
    /\b(volume|bytes|octets|kb|mb|mo|ko|upload|download|up|down|volumen|datenmenge|octetos|traffic|uplink|downlink)\b|bytes/,
};

/** Whether a column's name speaks for a field. */
export const speaksFor = (field: FieldWord, name: string): boolean => WORDS[field].test(plainWords(name));

export type ServiceName = 'voice' | 'sms' | 'data';
export type DirectionName = 'MO' | 'MT' | 'none';

const SMS =
  /\b(sms|mms|text|texts|message|messages|mensaje|nachricht|messaggio|bericht|minimessage|texto|short message|smsmo|smsmt|smsin|smsout|smo|smt|mom|mtm|smsc)\b|sms|shortmess/;
const DATA =
  /\b(data|donnee|donnees|daten|datos|dati|gprs|internet|packet|ps|pdp|lte data|web|ggsn|pgw|surf|sgp|datasession|session)\b|gprs|internet/;
const VOICE =
  /\b(voice|voix|voce|voz|sprache|spraak|call|calls|appel|llamada|anruf|gesprach|gespraech|chiamata|oproep|gesprek|telephony|telephonie|telefonie|telefonia|moc|mtc|speech|vocal|vocale|voicecall|tel|phone)\b|voice/;
const OUT =
  /\b(mo|moc|mom|smo|out|outgoing|outbound|originating|originated|originator|orig|sortant|sortante|emis|emise|ausgehend|abgehend|gehend|saliente|salida|emitida|emitido|uitgaand|uitgaande|uscente|uscita|uit|caller|calling|appelant|smsmo|smsout|voiceout|callout|emission|envoi|sent|sender|out going|aus)\b|outgoing|originat/;
const IN =
  /\b(mt|mtc|mtm|smt|in|incoming|inbound|terminating|terminated|term|entrant|entrante|recu|recue|eingehend|ankommend|kommend|entrada|recibida|recibido|inkomend|inkomende|entrata|ein|callee|called|appele|smsmt|smsin|voicein|callin|reception|received|receiver|in coming)\b|incoming|terminat/;

const NEGATION =
  /\b(?:not|no|non|nicht|kein|keine|pas|niet|geen|ohne|sans|without|sin|senza|zonder|ausser|sauf|except)(?: (?:an?|the|eine?|une?|de))? (?<what>\w+)/;

/** What a code or word of a record says of the service and the direction; nothing where it is silent or contradicts itself. */
export function meaningOf(text: string): { service?: ServiceName; direction?: DirectionName } {
  const words = plainWords(text);
  const denied = NEGATION.exec(words)?.groups?.['what'];
  // What something is not does not say what it is; an unanswered call is a call.
  if (denied !== undefined && [SMS, DATA, VOICE, OUT, IN].some((r) => r.test(denied))) return {};
  const services = (
    [
      ['sms', SMS],
      ['data', DATA],
      ['voice', VOICE],
    ] as const
  ).filter(([, r]) => r.test(words));
  // "text message call" is still a message; data with voice is a contradiction.
  const names = services.map(([name]) => name);
  const service = names.includes('sms') && !names.includes('data') ? 'sms' : names.length === 1 ? names[0] : undefined;
  // "...SMSinMSC": the words originating and terminating outrank "in" and "out".
  const strong = /originat/.test(words) !== /terminat/.test(words);
  const out = strong ? /originat/.test(words) : OUT.test(words);
  const into = strong ? /terminat/.test(words) : IN.test(words);
  const direction = out !== into ? (out ? ('MO' as const) : ('MT' as const)) : undefined;
  return {
    ...(service === undefined ? {} : { service }),
    ...(service === 'data' ? { direction: 'none' as const } : direction === undefined ? {} : { direction }),
  };
}

/** UTC by name, or `local` for that of the case's country, or a fixed offset as an IANA zone. */
export type StatedZone = 'utc' | 'local' | `Etc/GMT${'+' | '-'}${number}`;

const UTC = /\b(utc|gmt|zulu|temps universel|weltzeit|universal time|tu)\b/;
const LOCAL =
  /\b(heure legale|heure locale|local time|ortszeit|lokalzeit|ortliche zeit|hora local|hora oficial|hora peninsular|lokale tijd|plaatselijke tijd|ora locale|gesetzliche zeit|mez|mesz|cet|cest|heure de paris|heure francaise|uhrzeit lokal|locale)\b/;
/** What speaks of a zone without stating it: "not in UTC", "difference from UTC". */
const ABOUT_ZONE =
  /\b(not|no|non|nicht|kein|keine|pas|niet|geen|offset|difference|differenz|abweichung|versatz|decalage|ecart|verschil|diferencia|differenza|scarto)( \w+){0,3} (utc|gmt)\b/;

/** The time zone that a text states; nothing where it is silent or states more than one. */
export function zoneStated(text: string): StatedZone | undefined {
  const words = plainWords(text);
  if (ABOUT_ZONE.test(words)) return undefined;
  const shifted = [...text.matchAll(/\b(?:utc|gmt)\s*([+\-−±])\s*(\d{1,2})(?::?(\d\d))?\b/gi)];
  const local = LOCAL.test(words);
  if (shifted.length > 0) {
    // "Local time (UTC+1, in summer UTC+2)": the words say it.
    if (local)
      return UTC.test(plainWords(text.replace(/\b(?:utc|gmt)\s*[+\-−±]\s*\d[\d:]*/gi, ''))) ? undefined : 'local';
    const [first] = shifted;
    if (first === undefined || new Set(shifted.map((match) => match.slice(1).join())).size > 1) return undefined;
    const hours = Number(first[2]);
    if (hours === 0 && Number(first[3] ?? 0) === 0) return 'utc';
    if (first[1] === '±' || Number(first[3] ?? 0) !== 0 || hours > 14) return undefined;
    // The signs of these zones are turned round.
    return `Etc/GMT${first[1] === '+' ? '-' : '+'}${hours}`;
  }
  const utc = UTC.test(words);
  return utc === local ? undefined : utc ? 'utc' : 'local';
}
