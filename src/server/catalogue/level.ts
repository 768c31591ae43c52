import type { Level } from '#core/procedure/record.ts';
import type { PortalDetail } from './portal.ts';

/**
 * The level that takes a procedure, by the names of the offices: the source's own flags are noisy and serve only
 * where the names say nothing. Since 1 July 2025 there are no districts; old names are read as what took over.
 */
const COMMUNE =
  /cấp xã|(ủy ban nhân dân|ubnd|chủ tịch|công an|trạm y tế|ban chỉ huy quân sự)\s+(các\s+)?(cấp\s+)?(xã|phường|đặc khu)|xã, ?phường|phòng (kinh tế|văn hóa ?[-–] ?xã hội|hạ tầng)|trung tâm (phục vụ|dịch vụ) hành chính công (cấp )?(xã|phường)/i;
const PROVINCE =
  /cấp tỉnh|\btỉnh\b|thành phố|(^|, ?|thuộc )sở |chi cục|khu vực|bảo hiểm xã hội|thuế cơ sở|văn phòng đăng ký đất đai|kho bạc|biên phòng|hải quan|tòa án nhân dân/i;
const MINISTRY = /(^|[ ,(])(bộ|cục|tổng cục|vụ|thanh tra chính phủ|ngân hàng nhà nước|văn phòng chính phủ|tập đoàn) ?/i;

export function levelsOf(detail: PortalDetail, executing: readonly string[]): Level[] {
  const levels = new Set(executing.map(levelOfAgency).filter((level) => level !== null));
  if (levels.size === 0) {
    if (detail.isWard) levels.add('commune');
    if (detail.isProvince) levels.add('province');
    if (detail.isMinistry || levels.size === 0) levels.add('ministry');
  }
  return (['commune', 'province', 'ministry'] as const).filter((level) => levels.has(level));
}

function levelOfAgency(name: string): Level | null {
  // "Uỷ" and "Ủy" are the same word in two spellings.
  const plain = name.replace(/uỷ/gi, 'ủy').replace(/hoá/gi, 'hóa');
  if (COMMUNE.test(plain)) return 'commune';
  if (/chi cục|cục (thuế|hải quan)[^-]*(tỉnh|thành phố)/i.test(plain)) return 'province';
  if (MINISTRY.test(plain)) return 'ministry';
  return PROVINCE.test(plain) ? 'province' : null;
}
