import { readdirSync, readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { describe, expect, test } from 'vitest';
import { must } from '#core/assert.ts';
import { Guide, Rule } from '#core/guide/guide.ts';
import { walk, type Advice, type Chosen } from '#core/guide/walk.ts';
import { fold } from '#core/text/fold.ts';
import { portalEntries } from '#tests/search/portal.ts';

/**
 * What a villager is sent to do, answer by answer: written from what the answers mean, in the words below, each of
 * which stands for a procedure by its official name or for a place to go. `?` is for some only, `or` what does it all
 * at once. Two codes that are swapped, a step that is lost and one too many all fail here.
 */

const TODAY = '2026-11-25';

const PROCEDURES: Readonly<Record<string, readonly [code: string, officialName: string]>> = {
  birth: ['1.001193', 'đăng ký khai sinh'],
  birthMobile: ['1.003583', 'đăng ký khai sinh lưu động'],
  birthWithFather: ['1.000689', 'đăng ký khai sinh kết hợp đăng ký nhận cha, mẹ, con'],
  birthForeign: ['2.000528', 'đăng ký khai sinh có yếu tố nước ngoài'],
  birthOfOneWithPapers: ['1.004772', 'đăng ký khai sinh cho người đã có hồ sơ, giấy tờ cá nhân'],
  birthAgain: ['1.004884', 'đăng ký lại khai sinh'],
  birthBundle: ['3.000722', 'liên thông'],
  parentage: ['1.001022', 'đăng ký nhận cha, mẹ, con'],
  correction: ['1.004859', 'thay đổi, cải chính, bổ sung thông tin hộ tịch'],
  extract: ['2.000635', 'trích lục hộ tịch'],
  guardian: ['1.004837', 'đăng ký giám hộ'],
  marriage: ['1.000894', 'đăng ký kết hôn'],
  marriageBorder: ['1.000094', 'đăng ký kết hôn có yếu tố nước ngoài tại khu vực biên giới'],
  marriageForeign: ['2.000806', 'đăng ký kết hôn có yếu tố nước ngoài'],
  marriageAgain: ['1.004746', 'đăng ký lại kết hôn'],
  single: ['1.004873', 'giấy xác nhận tình trạng hôn nhân'],
  death: ['1.000656', 'đăng ký khai tử'],
  deathBundle: ['2.002913', 'liên thông'],
  residence: ['1.004222', 'đăng ký thường trú'],
  residenceRemoved: ['1.003197', 'xóa đăng ký thường trú'],
  temporary: ['1.004194', 'đăng ký tạm trú'],
  temporaryLonger: ['1.002755', 'gia hạn tạm trú'],
  stay: ['2.001159', 'thông báo lưu trú'],
  stayForeign: ['1.000253', 'khai báo tạm trú cho người nước ngoài'],
  absence: ['1.003677', 'khai báo tạm vắng'],
  splitHousehold: ['1.010038', 'tách hộ'],
  residencePaper: ['1.010041', 'xác nhận thông tin về cư trú'],
  idCard: ['1.014061', 'cấp thẻ căn cước cho người từ đủ 14 tuổi trở lên'],
  idCardChild: ['1.014062', 'cấp thẻ căn cước cho người dưới 14 tuổi'],
  idCardChange: ['1.014063', 'cấp đổi thẻ căn cước'],
  idCardLost: ['1.014064', 'cấp lại thẻ căn cước'],
  vneid: ['3.000228', 'định danh điện tử'],
  landFirst: ['1.115689', 'đăng ký đất đai, tài sản gắn liền với đất, cấp giấy chứng nhận'],
  landRenewed: ['1.115661', 'cấp đổi giấy chứng nhận quyền sử dụng đất'],
  landLost: ['1.012786', 'cấp lại giấy chứng nhận do bị mất'],
  plots: ['1.115662', 'tách thửa hoặc hợp thửa đất'],
  landTransfer: ['1.115668', 'đăng ký biến động quyền sử dụng đất'],
  landUse: ['1.115679', 'chuyển mục đích sử dụng đất'],
  crop: ['1.008004', 'chuyển đổi cơ cấu cây trồng, vật nuôi trên đất trồng lúa'],
  conciliation: ['1.012812', 'hòa giải tranh chấp đất đai'],
  copy: ['2.000815', 'chứng thực bản sao từ bản chính'],
  copyOfRegister: ['2.000908', 'cấp bản sao từ sổ gốc'],
  signature: ['2.000884', 'chứng thực chữ ký'],
  translator: ['2.000992', 'chứng thực chữ ký người dịch'],
  contract: ['2.001035', 'chứng thực giao dịch'],
  will: ['2.001019', 'chứng thực di chúc'],
  estateDivided: ['2.001406', 'chứng thực văn bản phân chia di sản'],
  estateRefused: ['2.001016', 'chứng thực văn bản từ chối nhận di sản'],
  legalAid: ['2.000829', 'yêu cầu trợ giúp pháp lý'],
  socialPension: ['1.014027', 'thực hiện, điều chỉnh, thôi hưởng trợ cấp hưu trí xã hội'],
  allowance: ['1.001776', 'trợ cấp xã hội hàng tháng'],
  disability: ['1.001699', 'xác định, xác định lại mức độ khuyết tật'],
  disabilityAgain: ['1.001653', 'đổi, cấp lại giấy xác nhận khuyết tật'],
  poorYearly: ['1.011606', 'định kỳ hằng năm'],
  poorNow: ['1.011607', 'thường xuyên hằng năm'],
  lunch: ['1.001622', 'hỗ trợ ăn trưa'],
  schoolCosts: ['1.014336', 'hỗ trợ chi phí học tập'],
  boarding: ['2.002770', 'học sinh bán trú'],
  meritKin: ['1.010833', 'giấy xác nhận thân nhân của người có công'],
  meritWorship: ['1.010803', 'trợ cấp thờ cúng liệt sĩ'],
  healthCard: ['1.001939', 'cấp thẻ BHYT'],
  insuranceMended: ['1.002759', 'cấp lại, đổi, điều chỉnh thông tin trên sổ BHXH, thẻ BHYT'],
  maternityWork: ['1.014166', 'hưởng chế độ thai sản đối với lao động nữ sinh con'],
  maternityOwn: ['1.014170', 'hưởng trợ cấp thai sản đối với người tham gia bảo hiểm xã hội tự nguyện'],
  pensionWork: ['1.014171', 'hưởng lương hưu đối với người tham gia bảo hiểm xã hội bắt buộc'],
  pensionOwn: ['1.014172', 'hưởng lương hưu đối với người tham gia bảo hiểm xã hội tự nguyện'],
  burialSocialPension: ['1.014028', 'hỗ trợ chi phí mai táng đối với đối tượng hưởng trợ cấp hưu trí xã hội'],
  burialAllowance: ['1.001731', 'hỗ trợ chi phí mai táng cho đối tượng bảo trợ xã hội'],
  burialInsurance: ['1.014177', 'hưởng trợ cấp mai táng'],
  survivors: ['1.014178', 'hưởng trợ cấp tuất hằng tháng'],
};

const PLACES: Readonly<Record<string, string>> = {
  COMMUNE: 'Trung tâm Phục vụ hành chính công xã',
  COURT: 'Tòa án nhân dân khu vực',
  INSURANCE: 'Cơ quan Bảo hiểm xã hội',
  ISSUER: 'Cơ quan đã cấp giấy',
  SCHOOL: 'Trường đang học',
  WORK: 'Công ty, cơ quan đang làm',
  POLICE: 'Công an xã hoặc Phòng Cảnh sát giao thông',
  HEAD: 'Trưởng thôn, bản hoặc Ủy ban nhân dân xã',
};

/** Answers in the order of their questions; the outcome; what to do. */
type Way = readonly [answers: string, outcome: string, todo: string];

const BABY = 'birth residence healthCard, or birthBundle';
const WITH_FATHER = 'birthWithFather residence healthCard';
const MOBILE = 'birthMobile residence healthCard';
const CARD_OF = (procedure: string) => `${procedure} vneid?`;
const NO_ELDER = 'COMMUNE?';
const IN_LIST = 'COMMUNE?';

const WAYS: Readonly<Record<string, readonly Way[]>> = {
  birth: [
    ['baby married inTime yes', 'baby', BABY],
    ['baby married late yes', 'baby', BABY],
    ['baby mother inTime yes', 'baby', BABY],
    // A birth registered with the father’s recognition is none of the bundle’s.
    ['baby both inTime', 'withFather', WITH_FATHER],
    ['baby both late', 'withFather', WITH_FATHER],
    ['baby married inTime no', 'mobile', MOBILE],
    ['baby mother late no', 'mobile', MOBILE],
    ['baby foreign', 'foreign', 'birthForeign'],
    ['older yes', 'adultWithPapers', 'birthOfOneWithPapers'],
    ['older no', 'lateBirth', 'birth idCard?'],
    ['lost there', 'copy', 'extract'],
    ['lost gone', 'again', 'birthAgain'],
    ['mend wrong', 'correct', 'correction idCardChange?'],
    ['mend parent', 'recognise', 'parentage correction?'],
    ['mend dispute', 'court', 'COURT legalAid?'],
  ],
  marriage: [
    ['marry both from20 from18 none', 'marry', 'marriage residence?'],
    ['marry border from20 from18 none', 'border', 'marriageBorder'],
    ['marry foreign from20 from18 none', 'foreign', 'marriageForeign'],
    ['marry both under20', 'tooYoung', 'COMMUNE?'],
    ['marry both from20 under18', 'tooYoung', 'COMMUNE?'],
    // Once divorced, they marry as those two do.
    ['marry both from20 from18 married', 'married', 'COURT marriage'],
    ['marry border from20 from18 married', 'married', 'COURT marriageBorder'],
    ['marry foreign from20 from18 married', 'married', 'COURT marriageForeign'],
    ['marry border from20 from18 kin', 'kin', 'COMMUNE?'],
    ['status marryHere', 'noPaper', 'marriage single?'],
    ['status other', 'status', 'single'],
    ['lost there', 'copy', 'extract'],
    ['lost gone', 'again', 'marriageAgain'],
    ['divorce', 'divorce', 'COURT splitHousehold?'],
  ],
  death: [
    ['no inTime nothing no no', 'after', 'death residenceRemoved?, or deathBundle'],
    ['no late nothing no no', 'after', 'death residenceRemoved?, or deathBundle'],
    ['no inTime socialPension no', 'after', 'death burialSocialPension residenceRemoved?, or deathBundle'],
    ['no inTime allowance no', 'after', 'death burialAllowance residenceRemoved?, or deathBundle'],
    ['no inTime insurance no', 'after', 'death burialInsurance survivors? residenceRemoved?, or deathBundle'],
    ['no inTime nothing disaster no', 'after', 'death burialAllowance residenceRemoved?, or deathBundle'],
    ['no inTime nothing veteran no', 'after', 'death COMMUNE residenceRemoved?, or deathBundle'],
    ['no inTime nothing no yes', 'after', 'death estateDivided landTransfer residenceRemoved?, or deathBundle'],
    [
      'no late socialPension yes',
      'after',
      'death burialSocialPension estateDivided landTransfer residenceRemoved?, or deathBundle',
    ],
    [
      'no inTime allowance yes',
      'after',
      'death burialAllowance estateDivided landTransfer residenceRemoved?, or deathBundle',
    ],
    [
      'no inTime insurance yes',
      'after',
      'death burialInsurance survivors? estateDivided landTransfer residenceRemoved?, or deathBundle',
    ],
    [
      'no inTime nothing disaster yes',
      'after',
      'death burialAllowance estateDivided landTransfer residenceRemoved?, or deathBundle',
    ],
    [
      'no inTime nothing veteran yes',
      'after',
      'death COMMUNE estateDivided landTransfer residenceRemoved?, or deathBundle',
    ],
    ['yes socialPension no', 'after', 'burialSocialPension residenceRemoved?'],
    ['yes allowance no', 'after', 'burialAllowance residenceRemoved?'],
    ['yes insurance no', 'after', 'burialInsurance survivors? residenceRemoved?'],
    ['yes nothing disaster no', 'after', 'burialAllowance residenceRemoved?'],
    ['yes socialPension yes', 'after', 'burialSocialPension estateDivided landTransfer residenceRemoved?'],
    ['yes allowance yes', 'after', 'burialAllowance estateDivided landTransfer residenceRemoved?'],
    ['yes insurance yes', 'after', 'burialInsurance survivors? estateDivided landTransfer residenceRemoved?'],
    ['yes nothing disaster yes', 'after', 'burialAllowance estateDivided landTransfer residenceRemoved?'],
    ['yes nothing veteran yes', 'after', 'COMMUNE estateDivided landTransfer residenceRemoved?'],
    ['yes nothing no yes', 'after', 'estateDivided landTransfer residenceRemoved?'],
    ['yes nothing veteran no', 'veteran', 'COMMUNE'],
    ['yes nothing no no', 'nothing', 'extract? residenceRemoved?'],
  ],
  residence: [
    ['moved forever own', 'permanent', 'residence'],
    ['moved forever family', 'permanent', 'residence'],
    ['moved forever rented', 'permanent', 'residence'],
    ['moved long other', 'temporary', 'temporary temporaryLonger?'],
    ['moved long same', 'sameCommune', 'residence?'],
    ['moved short', 'shortStay', 'stay'],
    ['guest short', 'shortStay', 'stay'],
    ['guest long', 'temporary', 'temporary temporaryLonger?'],
    ['guest foreign', 'foreigner', 'stayForeign'],
    ['away military', 'absence', 'absence temporary?'],
    ['away year no', 'absence', 'absence temporary?'],
    ['away year yes', 'noAbsence', 'temporary'],
    ['away short', 'noAbsence', 'temporary?'],
    ['paper split', 'split', 'splitHousehold'],
    ['paper confirm', 'confirm', 'residencePaper'],
    ['paper card first', 'card', CARD_OF('idCard')],
    ['paper card child', 'card', CARD_OF('idCardChild')],
    ['paper card change', 'card', CARD_OF('idCardChange')],
    ['paper card lost', 'card', CARD_OF('idCardLost')],
  ],
  land: [
    ['first no', 'conciliate', 'conciliation landFirst'],
    ['first yes yes', 'first', 'landFirst'],
    ['first yes no before2014', 'first', 'landFirst'],
    ['first yes no after2014', 'firstHard', 'COMMUNE landFirst?'],
    ['transfer sell yes whole', 'sell', 'contract landTransfer'],
    ['transfer sell yes part', 'sell', 'plots contract landTransfer'],
    ['transfer sell no', 'sell', 'landFirst contract landTransfer'],
    ['transfer inherit yes whole', 'inherit', 'death? estateDivided landTransfer'],
    ['transfer inherit yes part', 'inherit', 'death? estateDivided plots landTransfer'],
    ['transfer inherit no', 'inheritNoBook', 'death? estateDivided landFirst'],
    ['transfer swap yes', 'swap', 'landTransfer'],
    ['transfer swap no', 'swap', 'landFirst landTransfer'],
    ['book renew', 'renew', 'landRenewed'],
    ['book split', 'splitPlot', 'plots landTransfer?'],
    ['book use crop', 'crop', 'crop'],
    ['book use home', 'use', 'landUse'],
    ['book use extend', 'use', 'landUse'],
    ['book lost', 'lost', 'landLost'],
    ['dispute no', 'mediate', 'conciliation'],
    ['dispute yes', 'court', 'COURT legalAid?'],
  ],
  certification: [
    ['copy civil', 'civil', 'extract'],
    ['copy register', 'register', 'copyOfRegister'],
    ['copy other good', 'copy', 'copy'],
    ['copy other bad', 'badOriginal', 'ISSUER'],
    ['signature plain yes', 'signature', 'signature'],
    ['signature plain no', 'home', 'COMMUNE signature'],
    ['signature translation', 'translation', 'translator'],
    ['signature deal', 'deal', 'contract'],
    ['contract land yes', 'contract', 'contract landTransfer'],
    ['contract land no', 'home', 'COMMUNE contract landTransfer'],
    ['contract movable yes', 'contract', 'contract POLICE?'],
    ['contract movable no', 'home', 'COMMUNE contract'],
    ['estate will yes', 'will', 'will'],
    ['estate will no', 'home', 'COMMUNE will'],
    ['estate divide', 'divide', 'death? estateDivided landTransfer?'],
    ['estate refuse', 'refuse', 'estateRefused'],
  ],
  benefits: [
    ['elder from75 none', 'socialPension', 'socialPension COMMUNE?'],
    ['elder from75 low', 'socialPension', 'socialPension COMMUNE?'],
    ['elder from75 high', 'noElder', NO_ELDER],
    ['elder from70 yes none', 'socialPension', 'socialPension COMMUNE?'],
    ['elder from70 near low', 'socialPension', 'socialPension COMMUNE?'],
    ['elder from70 near high', 'noElder', NO_ELDER],
    ['elder from70 no', 'noElder', 'poorNow? COMMUNE?'],
    ['elder from60 yes yes', 'aloneElder', 'allowance'],
    ['elder from60 yes no', 'noElder', NO_ELDER],
    ['elder from60 near', 'noElder', NO_ELDER],
    ['elder from60 no', 'noElder', 'poorNow? COMMUNE?'],
    ['elder under60', 'noElder', NO_ELDER],
    ['disabled none', 'assess', 'disability allowance?'],
    ['disabled severe', 'severe', 'allowance'],
    ['disabled light', 'light', 'disability?'],
    ['disabled lost', 'lostCard', 'disabilityAgain allowance?'],
    ['child no under16', 'orphan', 'guardian? allowance'],
    ['child no from16', 'orphan', 'allowance'],
    ['child no older', 'orphanOlder', 'poorNow?'],
    ['child yes under3 both', 'toddler', 'allowance'],
    ['child yes under3 place', 'noChild', 'disability?'],
    ['child yes under3 poor', 'noChild', 'disability?'],
    ['child yes from3 both', 'kindergarten', 'lunch schoolCosts?'],
    ['child yes from3 place', 'kindergarten', 'lunch schoolCosts?'],
    ['child yes from3 poor', 'kindergarten', 'lunch schoolCosts?'],
    ['child yes from3 neither', 'noChild', 'disability?'],
    ['child yes from6 both yes', 'pupil', 'boarding schoolCosts'],
    ['child yes from6 place yes', 'pupil', 'boarding schoolCosts'],
    ['child yes from6 poor no', 'pupil', 'schoolCosts'],
    ['child yes from6 neither', 'noChild', 'disability?'],
    ['household list now', 'poorNow', 'poorNow'],
    ['household list long', 'poorYearly', 'poorYearly poorNow?'],
    ['household single yes', 'single', 'allowance'],
    ['household single no', 'singleFirst', 'poorNow allowance'],
    ['household merit confirm', 'merit', 'meritKin'],
    ['household merit worship', 'merit', 'meritWorship'],
    ['household merit other', 'meritOther', 'COMMUNE'],
    ['household disaster', 'disaster', 'HEAD burialAllowance? poorNow?'],
  ],
  insurance: [
    ['free under6', 'child', 'birth? healthCard'],
    ['free from6 poor', 'listed', 'COMMUNE? poorNow?'],
    ['free from6 ethnic', 'listed', IN_LIST],
    ['free from75 ethnic', 'listed', IN_LIST],
    ['free from6 near social', 'allowance', IN_LIST],
    ['free from6 none merit', 'allowance', IN_LIST],
    ['free from6 near no', 'near', 'healthCard'],
    ['free from6 none no', 'buy', 'healthCard'],
    ['free from75 near no', 'old', 'socialPension COMMUNE healthCard?'],
    ['free from75 none no', 'old', 'socialPension COMMUNE healthCard?'],
    ['free from75 none social', 'allowance', IN_LIST],
    ['buy family', 'buy', 'healthCard'],
    ['buy pupil', 'atSchool', 'SCHOOL'],
    ['buy worker', 'atWork', 'WORK'],
    ['mend lost', 'mend', 'insuranceMended'],
    ['mend cardOnly', 'mend', 'insuranceMended'],
    ['mend cardToo', 'mend', 'idCardChange insuranceMended'],
    ['social maternity work yes', 'maternity', 'birth maternityWork'],
    ['social maternity own yes', 'maternity', 'birth maternityOwn'],
    ['social maternity work no', 'notEnough', 'INSURANCE'],
    ['social maternity never', 'never', 'INSURANCE?'],
    ['social pension work yes', 'pension', 'pensionWork'],
    ['social pension own yes', 'pension', 'pensionOwn'],
    ['social pension own no', 'notEnough', 'INSURANCE'],
    ['social pension never', 'never', 'socialPension? INSURANCE?'],
  ],
};

const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const guides = readdirSync(new URL('guides/', import.meta.url)).map((name) => Guide.parse(read(`guides/${name}`)));
const rules = z.array(Rule).parse(read('eligibility/rules.json'));

const Named = z.object({ code: z.string(), officialName: z.string() });

const WORD_OF_CODE = new Map(Object.entries(PROCEDURES).map(([word, [code]]) => [code, word]));
const WORD_OF_PLACE = new Map(Object.entries(PLACES).map(([word, place]) => [place, word]));

function inWords({ steps, instead }: Advice): string {
  const words = steps.map((step) => {
    const word = 'procedure' in step ? WORD_OF_CODE.get(step.procedure) : WORD_OF_PLACE.get(step.visit.vi);
    return `${word ?? JSON.stringify(step)}${step.ifNeeded ? '?' : ''}`;
  });
  return words.join(' ') + (instead ? `, or ${WORD_OF_CODE.get(instead.procedure) ?? instead.procedure}` : '');
}

/** Follows answers given by their values; every one of them has to be asked for. */
function follow(guide: Guide, answers: string): Advice {
  const chosen: Record<string, string> = {};
  for (const value of answers.split(' ')) {
    const { next } = walk(guide, rules, chosen, TODAY);
    const question = must(next, `a question for ${value} after ${JSON.stringify(chosen)}`);
    expect(question.options.map((option) => option.value)).toContain(value);
    chosen[question.id] = value;
  }
  return must(walk(guide, rules, chosen, TODAY).advice, `advice after ${answers}`);
}

function everyAdvice(guide: Guide, chosen: Chosen = {}): Advice[] {
  const { next, advice } = walk(guide, rules, chosen, TODAY);
  if (advice) return [advice];
  return next.options.flatMap(({ value }) => everyAdvice(guide, { ...chosen, [next.id]: value }));
}

test('each word is the procedure of that official name', () => {
  const own = readdirSync(new URL('procedures/', import.meta.url)).map((name) =>
    Named.parse(read(`procedures/${name}`)),
  );
  const names = new Map([
    ...portalEntries().map(({ code, name }) => [code, fold(name)] as const),
    ...own.map(({ code, officialName }) => [code, fold(officialName)] as const),
  ]);
  const wrong = Object.entries(PROCEDURES).filter(([, [code, name]]) => !names.get(code)?.includes(fold(name)));
  expect(wrong.map(([word, [code]]) => [word, code, names.get(code)])).toEqual([]);
  expect(WORD_OF_CODE.size).toBe(Object.keys(PROCEDURES).length);
});

test('each word is used, and each guide is here', () => {
  const used = new Set(Object.values(WAYS).flatMap((ways) => ways.flatMap(([, , todo]) => todo.match(/\w+/g) ?? [])));
  expect([...Object.keys(PROCEDURES), ...Object.keys(PLACES)].filter((word) => !used.has(word))).toEqual([]);
  expect(Object.keys(WAYS).toSorted()).toEqual(guides.map(({ event }) => event).toSorted());
});

describe.each(guides.map((guide) => [guide.event, guide] as const))('%s', (event, guide) => {
  const ways = WAYS[event] ?? [];

  test.each(ways)('%s: %s', (answers, outcome, todo) => {
    const advice = follow(guide, answers);
    expect([advice.outcome.id, inWords(advice)]).toEqual([outcome, todo]);
  });

  test('whatever is answered, what comes out of it stands above', () => {
    const told = new Set(ways.map(([, outcome, todo]) => `${outcome}: ${todo}`));
    const missing = everyAdvice(guide)
      .map((advice) => `${advice.outcome.id}: ${inWords(advice)}`)
      .filter((one) => !told.has(one));
    expect([...new Set(missing)]).toEqual([]);
    expect(guide.outcomes.filter(({ id }) => !ways.some(([, outcome]) => outcome === id))).toEqual([]);
  });
});
